"""The importer of tests/documents/organisations.py, registered for one test at a time."""

import pytest


@pytest.fixture(autouse=True)
def importer(monkeypatch):
    from tests.documents.organisations import ORGANISATIONS
    from txng.documents import imports

    monkeypatch.setattr(imports, "_IMPORTERS", {"to-chuc": ORGANISATIONS})
    return ORGANISATIONS


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENTS_FOLDER = tmp_path / "documents"
    return settings.DOCUMENTS_FOLDER


@pytest.fixture
def binh(db):
    """Bình may import organisations."""
    from tests import people

    return people.signed_in_actor(people.binh())
