"""The plain rooms as a library: what the README shows is what happens."""

import doctest
from pathlib import Path

import pytest

import txng.epcis
from tests.epcis.documents import NOW, document, event
from txng.epcis import event_hash_of, read_document
from txng.epcis.event_hash import hash_of_payload

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_the_examples_of_the_readme_run(page: str) -> None:
    failed, tried = doctest.testfile(
        str(ROOT / page), module_relative=False, optionflags=doctest.ELLIPSIS
    )
    assert failed == 0
    assert tried > 0 or page != "README.md"


def test_every_name_of_the_library_can_be_imported() -> None:
    for name in txng.epcis.__all__:
        assert getattr(txng.epcis, name) is not None
    with pytest.raises(AttributeError):
        txng.epcis.read_documents  # noqa: B018  # the mistake is the test


def test_an_event_that_was_read_has_its_hash() -> None:
    (draft,) = read_document(document(event()), now=NOW).drafts
    assert event_hash_of(draft) == hash_of_payload(draft.payload)
