"""The CBV's words in their four spellings, and that no number ever moves."""

import hashlib
import json
from pathlib import Path
from typing import get_args

import pytest

from txng.epcis import vocabulary
from txng.epcis.vocabulary import SPELLINGS, Field

WORDS = [(field, word) for field, spelling in SPELLINGS.items() for word in sorted(spelling.words)]
IN_SCHEMA = {
    "biz_step": "bizStep",
    "disposition": "disposition",
    "biz_transaction_type": "bizTransaction-type",
    "source_destination_type": "source-dest-type",
    "error_reason": "error-reason",
    "measurement_type": "measurementType",
    "sensor_alert_type": "sensorAlertType",
    "component": "component",
}


@pytest.mark.parametrize(("field", "word"), WORDS)
def test_every_spelling_is_one_word(field: Field, word: str) -> None:
    spelling = SPELLINGS[field]
    written = [word, spelling.web + word, spelling.curie + word]
    written += [spelling.urn + word] if spelling.urn else []
    written.append((spelling.web + word).replace("//ref.", "//ns.").replace("//gs1.", "//www.gs1."))
    for text in written:
        assert vocabulary.bare(field, text) == word
        assert vocabulary.is_known(field, text)
        assert vocabulary.web_uri(field, text) == spelling.web + word
        assert vocabulary.curie(field, text) == spelling.curie + word
        assert vocabulary.urn(field, text) == (spelling.urn or spelling.web) + word


@pytest.mark.parametrize("field", get_args(Field))
def test_a_word_of_ones_own_stays_as_it_is(field: Field) -> None:
    for text in ("https://example.org/words/carving", "urn:vn:words:carving", "carving", ""):
        assert vocabulary.bare(field, text) == text
        assert vocabulary.web_uri(field, text) == text
        assert vocabulary.urn(field, text) == text
        assert vocabulary.curie(field, text) == text
    assert vocabulary.is_known(field, "https://example.org/words/carving")
    assert not vocabulary.is_known(field, "carving")


@pytest.mark.parametrize("field", get_args(Field))
def test_a_word_that_gs1_does_not_have_is_not_known_in_gs1s_name_spaces(field: Field) -> None:
    spelling = SPELLINGS[field]
    for prefix in filter(None, (spelling.urn, spelling.web, spelling.curie)):
        assert not vocabulary.is_known(field, f"{prefix}carving")
        assert vocabulary.bare(field, f"{prefix}carving") == f"{prefix}carving"


def test_the_words_are_those_of_gs1s_schema(shared_epcis: Path) -> None:
    schema = json.loads((shared_epcis / "schema" / "EPCIS-JSON-Schema.json").read_bytes())
    for field, name in IN_SCHEMA.items():
        assert set(schema["definitions"][name]["anyOf"][1]["enum"]) == SPELLINGS[field].words


def test_curies_are_those_of_gs1s_context(shared_epcis: Path) -> None:
    context = (shared_epcis / "context" / "epcis-context.jsonld").read_text()
    for field, word in WORDS:
        assert f'"{word}": "{vocabulary.curie(field, word)}"' in context


def test_stored_numbers_never_move() -> None:
    """Events are stored with them: new words go to the end, behind the 41 and 33 of CBV 2.0."""

    def digest(words: list[str]) -> str:
        return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]

    assert digest(vocabulary.BIZ_STEPS[:41]) == "6146b39d1d45536d"
    assert digest(vocabulary.DISPOSITIONS[:33]) == "fcb9980333e16bcc"
    assert vocabulary.number("biz_step", "accepting") == 1
    assert vocabulary.number("biz_step", "cbv:BizStep-shipping") == 33
    assert vocabulary.number("disposition", "unknown") == 33
    assert vocabulary.number("biz_step", "https://example.org/carving") == 0
    assert vocabulary.number("biz_step", None) is None


RETIRED = [
    ("disposition", f"non_sellable_{word}")
    for word in ("damaged", "disposed", "expired", "no_pedigree_match", "recalled")
] + [("biz_step", "transforming")]


@pytest.mark.parametrize(("field", "word"), RETIRED)
def test_a_word_that_cbv_retired_is_told_from_one_that_never_was(field: Field, word: str) -> None:
    urn = f"{SPELLINGS[field].urn}{word}"
    assert vocabulary.is_retired(field, urn)
    assert vocabulary.bare(field, urn) == urn
    assert not vocabulary.is_known(field, urn)
    for other in (word, f"{SPELLINGS[field].web}{word}", f"{SPELLINGS[field].urn}carving"):
        assert not vocabulary.is_retired(field, other)


def test_a_text_longer_than_any_word_is_not_remembered():
    """Or whoever asks for a thousand long ones fills the memory."""
    spelt = [
        one + word
        for two in vocabulary.SPELLINGS.values()
        for one in two.prefixes
        for word in two.words
    ]
    assert max(map(len, spelt)) <= vocabulary._LONGEST
    remembered = vocabulary._bare.cache_info().currsize
    for number in range(20):
        text = f"https://ref.gs1.org/cbv/BizStep-{'x' * 100}{number}"
        assert vocabulary.bare("biz_step", text) == text
        assert vocabulary.number("biz_step", text) == vocabulary.number("biz_step", "urn:x:mine")
        assert vocabulary.spellings(text) == {text}
    assert vocabulary._bare.cache_info().currsize <= remembered + 1
