"""Whoever reads the journal reads sentences: no verb of this room is shown as the program writes it."""

import re
from pathlib import Path

import txng.products
from txng.products.journal_words import WORDS

RECORDED = re.compile(r"journal\.record\(\s*by,\s*\"([a-z_.]+)\"")


def test_every_verb_that_this_room_records_has_its_words_and_no_other_has():
    folder = Path(txng.products.__file__).parent / "actions"
    told = {
        verb for one in folder.glob("*.py") for verb in RECORDED.findall(one.read_text("utf-8"))
    }
    assert told == set(WORDS)
