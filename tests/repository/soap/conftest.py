"""An's client of the SOAP interface, in both versions, held against GS1's schema where it is there."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def known_prefixes(settings) -> None:
    settings.COMPANY_PREFIXES = ("952000", "9521003")


@pytest.fixture
def schemas(request) -> dict[str, Any]:
    """GS1's own, or none where they are not."""
    from tests.repository.soap.client import schema_of

    try:
        shared = request.getfixturevalue("shared_epcis")
    except pytest.skip.Exception:
        return {}
    return {version: schema_of(shared, version) for version in ("1.2", "2.0")}


@pytest.fixture(params=["1.2", "2.0"])
def client(db, request, schemas) -> Any:
    return _ans(request.param, schemas)


@pytest.fixture
def client_1_2(db, schemas) -> Any:
    return _ans("1.2", schemas)


def _ans(version: str, schemas: dict[str, Any]) -> Any:
    # pytest loads this file before it has set up Django
    from tests import people
    from tests.repository.soap.asking import client_of

    return client_of(people.an(), version, schemas.get(version))
