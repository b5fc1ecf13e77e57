"""GS1's documents through every format: none refused, none changed, and how many a form cannot say."""

from pathlib import Path

import pytest

from tests.conformance import counts
from txng.epcis.answers import convert_document

CANNOT_BE_TOLD = {
    # 1.2 knows no sensors, associations, certification or persistent dispositions
    ("examples-json", "xml12"): 32,
    ("examples-xml", "xml12"): 18,
    ("examples-xml-1.2", "xml12"): 1,
    # an association, and an event of a type of its own
    ("examples-bare-events", "xml12"): 2,
}
# What is in GS1's documents and not in its schema for the other format: persistentDisposition in an
# AggregationEvent, an alarm without a type, an extension without a name space.
NOT_VALID = {
    ("examples-xml", "json"): 2,
    ("examples-xml-1.2", "json"): 1,
    ("examples-xml-1.2", "xml"): 1,
}
DOCUMENTS = {
    "examples-json": 47,
    "examples-bare-events": 5,
    "examples-xml": 33,
    "examples-xml-1.2": 5,
}


def test_every_document_comes_through_every_format_with_its_hashes(shared_epcis: Path) -> None:
    for row, found in counts.counts().items():
        told = DOCUMENTS[row[0]] - CANNOT_BE_TOLD.get(row, 0)
        assert found["documents"] == DOCUMENTS[row[0]], row
        assert found["same hashes"] == told, row
        assert found["cannot be told"] == CANNOT_BE_TOLD.get(row, 0), row
        assert found["valid by GS1's schema"] == told - NOT_VALID.get(row, 0), row


@pytest.mark.parametrize(
    "path", list(counts.documents("examples-json")), ids=lambda path: path.name
)
def test_the_reference_agrees_with_what_we_wrote_wherever_it_agreed_before(path: Path) -> None:
    before = counts.opinion(path.read_bytes())
    after = counts.opinion(convert_document(path.read_bytes(), "json", now=counts.NOW))
    assert after == before or before == "the reference fails"


def test_the_reference_agrees_with_most_of_gs1s_documents(shared_epcis: Path) -> None:
    """The others hold what it gets wrong, as told in `txng.epcis.event_hash`."""
    found = counts.opinions()
    assert found["as published"]["equal"] == 36
    assert {form: told["equal"] for form, told in found.items() if form != "as published"} == {
        "json": 37,
        "xml": 40,
        "xml12": 13,
    }


def test_the_table_is_printed(shared_epcis: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts.main()
    told = capsys.readouterr().out
    assert told.startswith("from                  to ")
    assert "reference, examples-json, as published: {'equal': 36," in told
