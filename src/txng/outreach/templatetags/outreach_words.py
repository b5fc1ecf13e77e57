"""{{ text|article:pictures }}: what an author typed, as HTML; everything that is not ours is escaped."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe

from txng.outreach.models.articles import is_asked_in_english
from txng.outreach.rules import markup
from txng.outreach.rules.matters import Clock

register = template.Library()


@register.filter
def article(text: str, pictures: Mapping[int, markup.Picture] | None = None) -> SafeString:
    # rules/markup.py escapes every sign of the author; tests/outreach/test_markup.py tries to break it
    return mark_safe(markup.html(text, pictures))  # noqa: S308


@register.filter
def body_of(version: object) -> str:
    """The text in the language of the page, Vietnamese where there is no other."""
    return version.told("body")  # type: ignore[attr-defined]


@register.filter
def title_of(version: object) -> str:
    return version.told("title")  # type: ignore[attr-defined]


@register.filter
def summary_of(version: object) -> str:
    return version.told("summary")  # type: ignore[attr-defined]


@register.filter
def source_of(clock: Clock) -> str:
    """Where the days of an answer come from, in the language of the page."""
    return clock.source_en if is_asked_in_english() else clock.source
