"""Ink on ground has a contrast of at least 4.5 by daylight and by night (WCAG 2.2, 1.4.3)."""

import re
from pathlib import Path

import pytest

from txng import ui

TOKENS = (Path(ui.__file__).parent / "static/ui/tokens.css").read_text(encoding="utf-8")
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
LIGHT = dict(COLOUR.findall(TOKENS.partition("@media screen and (prefers-color-scheme: dark)")[0]))
DARK = LIGHT | dict(
    COLOUR.findall(TOKENS.partition("@media screen and (prefers-color-scheme: dark)")[2])
)
PAIRS = (
    ("ink", "paper"), ("ink", "wash"), ("ink-soft", "paper"), ("ink-soft", "wash"),
    ("green", "paper"), ("green", "wash"), ("green", "green-wash"), ("ink", "green-wash"),
    ("amber", "amber-wash"), ("amber", "paper"), ("ink", "amber-wash"),
    ("red", "red-wash"), ("red", "paper"), ("ink", "red-wash"),
    ("blue", "blue-wash"), ("ink", "blue-wash"), ("bar-ink", "bar"), ("recall-ink", "recall"),
)  # fmt: skip


def luminance(colour: str) -> float:
    """Source: WCAG 2.2, relative luminance."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read(scheme, ink, ground):
    assert contrast(scheme[ink], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "wash"])
def test_the_focus_ring_can_be_seen(scheme, ground):
    assert contrast(scheme["focus"], scheme[ground]) >= 3
