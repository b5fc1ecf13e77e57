"""Whoever reads the journal reads sentences: no verb of this room is shown as the program writes it."""

import re
from pathlib import Path

import txng.certification
from txng.certification.journal_words import WORDS
from txng.certification.rules import declarations
from txng.certification.rules.certificates import VERBS
from txng.certification.words import STANDINGS
from txng.certification.words import VERBS as SAID

RECORDED = re.compile(r"journal\.record\(\s*by,\s*\"([a-z_.]+)\"")


def test_every_verb_of_this_room_has_its_words_and_no_other_has():
    folder = Path(txng.certification.__file__).parent / "actions"
    told = {
        verb for one in folder.glob("*.py") for verb in RECORDED.findall(one.read_text("utf-8"))
    }
    told |= {f"certificate.{verb}" for verb in VERBS}
    told |= {f"declaration.{state}" for state in declarations.FROM}  # what each step leads to
    assert told == set(WORDS)
    assert set(SAID) == set(VERBS)
    assert len(STANDINGS) == 7
