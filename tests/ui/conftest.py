"""The pages of tests/ui/pages.py and the one template they need."""

from pathlib import Path

import pytest


@pytest.fixture
def pages(settings, monkeypatch):
    """Components as a room uses them, at the addresses of tests/ui/pages.py."""
    from txng.conf import menu

    settings.ROOT_URLCONF = "tests.ui.pages"
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]},
    ]
    side = (
        menu.Group("Sổ", (menu.Work("Tổ chức", "register"), menu.Work("Thửa", "form"))),
        menu.Group(
            "Giám sát",
            (
                menu.Work("Toàn tỉnh", "undo", right="oversight"),
                menu.Work("Ghi nhận", "home", right="capture"),
                menu.Work("Chưa có", "not_installed"),
            ),
        ),
    )
    monkeypatch.setattr(menu, "SIDE", side)
