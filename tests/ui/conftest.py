"""Components as a room uses them, at the addresses of tests/ui/pages.py."""

import pytest


@pytest.fixture
def pages(settings, monkeypatch):
    from tests.ui.pages import install

    install(settings, monkeypatch)
