"""The cast's keys."""

import pytest


def _key(name: str) -> str:
    # pytest loads this file before it has set up Django
    from tests import people

    return people.key_of(getattr(people, name)())


@pytest.fixture
def an() -> str:
    return _key("an")


@pytest.fixture
def binh() -> str:
    return _key("binh")


@pytest.fixture
def dung() -> str:
    return _key("dung")
