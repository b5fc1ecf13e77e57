"""What the frame of every page offers: one short list, in the order shown.

Templates read `menu` (context processor `for_page`): each entry has `title`, `url` and `is_here`. Pages for
people who are signed in read `side_menu` too: groups of such entries, by the rights of `request.actor`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from txng.accounts import queries as accounts
from txng.conf.side_menu import SIDE, Group, Work  # noqa: F401 - one place to look for menus


@dataclass(frozen=True, slots=True)
class Entry:
    """`route` is a named URL, `args` its values, `also` those of its sister pages; `shown` is asked for each
    page."""

    title: str | Promise
    route: str
    shown: Callable[[], bool] = lambda: True
    args: tuple[str, ...] = ()
    also: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """`is_open`: its entries are shown at once; else its title opens them."""

    title: str | Promise
    entries: tuple["Shown", ...]
    is_open: bool = True


FEW_GROUPS: Final = 7
"""So many are shown open, as a farm has them; whoever has more sees those of the work at hand."""


@dataclass(frozen=True, slots=True)
class Shown:
    title: str | Promise
    url: str
    is_here: bool


MENU: Final = (
    Entry(_("Tra cứu"), "resolver:home"),
    Entry(_("Hành trình"), "journeys:graph"),
    Entry(_("Danh mục"), "products:public_list", args=("bat-buoc",), also=(("uu-tien",),)),
    Entry(_("Tin tức"), "outreach:home"),
    Entry(_("Minh bạch"), "transparency:log", shown=lambda: settings.HAS_LOG),
    Entry(_("Tỉnh trình diễn"), "demo:province", shown=accounts.demonstration_is_loaded),
)


def for_page(request: HttpRequest) -> dict[str, Any]:
    return {"menu": tuple(_shown(request)), "side_menu": tuple(_side(request))}


def _side(request: HttpRequest) -> list[ShownGroup]:
    actor = getattr(request, "actor", None)
    if actor is None:
        return []
    groups = []
    here = _leading_here(request.path)
    for group in SIDE:
        entries = []
        for work in group.entries:
            if work.right and not actor.may(work.right):
                continue
            url = _address(work.route)
            if url is not None:
                entries.append(Shown(work.title, url, work.route == here))
        if entries:
            groups.append(ShownGroup(group.title, tuple(entries)))
    if len(groups) <= FEW_GROUPS:
        return groups
    leading = [one for one in groups if any(entry.is_here for entry in one.entries)] or groups[:1]
    return [replace(one, is_open=one in leading) for one in groups]


def _leading_here(path: str) -> str:
    """The route of the entry whose address, or another of its pages', this path goes on from furthest:
    /danh-gia/cong-bo/them belongs to /danh-gia/cong-bo, and not to /danh-gia too. "" for none."""
    found = [
        (len(address), work.route)
        for group in SIDE
        for work in group.entries
        for address in _addresses(work)
        if path.startswith(address)
    ]
    return max(found, default=(0, ""))[1]


def _addresses(work: Work) -> list[str]:
    return [found for route in (work.route, *work.also) if (found := _address(route)) is not None]


def _address(route: str, args: tuple[str, ...] = ()) -> str | None:
    """None where the room is not installed."""
    return _address_in(settings.ROOT_URLCONF, route, args)


@cache
def _address_in(urlconf: str, route: str, args: tuple[str, ...]) -> str | None:
    """Found once: a page asks for a hundred and thirty, and Django looks each up in every room again."""
    try:
        return reverse(route, urlconf, args)
    except NoReverseMatch:
        return None


def _shown(request: HttpRequest) -> list[Shown]:
    entries = []
    for entry in MENU:
        url = _address(entry.route, entry.args)
        if url is not None and _is_shown(entry):
            others = (_address(entry.route, args) for args in entry.also)
            entries.append(Shown(entry.title, url, request.path in (url, *others)))
    return entries


def _is_shown(entry: Entry) -> bool:
    try:
        return entry.shown()
    except DatabaseError:  # the page that says so has a menu too
        return False
