"""Every verb of this room has words in the journal."""

import re

from tests.house import reading
from txng.barcodes.journal_words import WORDS
from txng.barcodes.rules import life

ACTIONS = reading.SOURCE / "barcodes" / "actions"
NAMED = re.compile(r'journal\.record\(\s*by,\s*"([a-z_]+\.[a-z_]+)"')


def test_what_is_written_down_can_be_read_by_people():
    told = {verb for path in reading.modules(ACTIONS) for verb in NAMED.findall(path.read_text())}
    told |= {f"batch.{step}" for step in life.MOVES if step != "print"}
    told |= {"prefixcase.refused", "prefixcase.dropped"}  # named by the state that a case comes to
    assert set(WORDS) == told
