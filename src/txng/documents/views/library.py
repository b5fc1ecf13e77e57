"""The library as everybody reads it, and what people who are signed in follow.

/van-ban?q=..&loai=..&hieu-luc=..&nhom=..&doi-tuong=..&cho=toi     each state is an address
/van-ban/02-2024-tt-bkhcn?ngay=2026-06-01                          what was in force on that day
"""

from dataclasses import asdict
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from txng.accounts import mail
from txng.accounts.access import public, signed_in
from txng.accounts.actors import Actor
from txng.accounts.guard import GuardedRequest
from txng.accounts.queries import letters
from txng.accounts.rules import LIBRARY
from txng.documents import rules as rights
from txng.documents import words
from txng.documents.actions import library as actions
from txng.documents.models import Instrument
from txng.documents.queries import library as queries
from txng.documents.rules import library as rules
from txng.documents.views.shared import done_or_told, sent_as_download
from txng.ui import notices, typed_values
from txng.ui.answering import found, see
from txng.ui.typed_values import TypedValueError

A_PAGE: Final = 25
LONGEST_SEARCH: Final = 100
MINE: Final = "toi"


@public("Everybody may know which rules apply to products", knows_actor=True)
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    actor = _actor(request)
    asked = asked_of(request)
    rows = queries.found(actor, asked)
    count = rows.count()
    last = max(1, -(-count // A_PAGE))
    page = min(max(_number(request.GET.get("trang", "")), 1), last)
    shown = list(rows[(page - 1) * A_PAGE : page * A_PAGE])
    standings = queries.standings(actor, shown)
    values: dict[str, Any] = {
        "asked": asked,
        "rows": [_row(one, standings[one.pk]) for one in shown],
        "count": count,
        "page": page,
        "last": last,
        "previous": _address(asked, page - 1) if page > 1 else "",
        "next": _address(asked, page + 1) if page < last else "",
        "kinds": words.choices(rules.KINDS),
        "statuses": words.choices(rules.STATUSES),
        "groups": words.choices(rules.GROUPS),
        "audiences": words.choices(rules.AUDIENCES),
        "narrows": any(asdict(asked).values()),
        "may_keep": actor is not None and actor.may(rights.LIBRARY),
        "mine": _mine(actor) if asked.is_mine and actor is not None else [],
        "asks_who": asked.is_mine and actor is None,
    }
    return render(request, "documents/library.html", values)


@public("Everybody may read what a rule says and whether it holds", knows_actor=True)
@require_safe
def instrument(request: HttpRequest, slug: str) -> HttpResponse:
    actor = _actor(request)
    one = found(queries.instrument(actor, slug))
    today = timezone.localdate()
    day, wrong_day = _day(request.GET.get("ngay", ""), today)
    chain = queries.chain(actor, one)
    standings = queries.standings(actor, list({row.pk: row for row in (one, *chain)}.values()), day)
    told = standings[one.pk]
    values: dict[str, Any] = {
        "one": one,
        "kind": words.kind(one),
        "day": day,
        "is_today": day == today,
        "wrong_day": wrong_day,
        **_row(one, told),
        "chain": [_row(row, standings[row.pk]) for row in chain] if len(chain) > 1 else [],
        "links": [
            {"words": words.relation(link.kind, is_newer=link.is_newer), "link": link}
            for link in queries.links(actor, one)
        ],
        "history": [_told(change) for change in queries.history(actor, one)],
        "files": queries.files(actor, one),
        "follows": queries.follows_instrument(actor, one),
        "may_follow": actor is not None and actor.person_id is not None,
        "may_keep": actor is not None and actor.may(rights.LIBRARY),
    }
    return render(request, "documents/instrument.html", values)


@public("The text of a rule is public")
@require_safe
def instrument_file(request: HttpRequest, slug: str, attachment: int) -> HttpResponse:
    one = found(queries.instrument(None, slug))
    return sent_as_download(found(queries.file(None, one, attachment)))


@signed_in
@require_safe
@never_cache
def changes(request: GuardedRequest) -> HttpResponse:
    actor = request.actor
    follows = queries.follows(actor)
    held = {(one.facet_kind, one.facet_code) for one in follows if not one.instrument_id}
    facets = [
        (f"{kind}:{code}", words.facet(kind, code))
        for kind, known in ((rules.GROUP, rules.GROUPS), (rules.AUDIENCE, rules.AUDIENCES))
        for code in known
        if (kind, code) not in held
    ]
    values = {
        "changes": [_told(change) for change in queries.changes(actor)],
        "last_look": queries.last_look(actor),
        "has_mail": mail.is_on(),
        "is_written_to": (box := letters.mail_address(actor)) is not None and box.wants(LIBRARY),
        "follows": [
            {
                "pk": one.pk,
                "instrument": one.instrument,
                "words": words.facet(one.facet_kind, one.facet_code) if one.facet_kind else "",
            }
            for one in follows
        ],
        "facets": facets,
        "crumbs": ((_("Thư viện văn bản"), reverse("documents:library")),),
    }
    return render(request, "documents/changes.html", values)


@signed_in
@require_POST
def seen(request: GuardedRequest) -> HttpResponse:
    if done_or_told(request, lambda: actions.mark_seen(by=request.actor)):
        notices.good(request, _("Đã đánh dấu xem hết các thay đổi đến lúc này."))
    return see(reverse("documents:changes"))


@signed_in
@require_POST
def follow(request: GuardedRequest, slug: str) -> HttpResponse:
    one = found(queries.instrument(request.actor, slug))
    if done_or_told(request, lambda: actions.follow(by=request.actor, instrument=one)):
        notices.good(request, _("Đã theo dõi %(number)s.") % {"number": one.number})
    return see(reverse("documents:changes"))


@signed_in
@require_POST
def follow_facet(request: GuardedRequest) -> HttpResponse:
    kind, _colon, code = request.POST.get("facet", "").partition(":")
    if done_or_told(request, lambda: actions.follow(by=request.actor, facet=(kind, code))):
        notices.good(request, _("Đã theo dõi: %(facet)s.") % {"facet": words.facet(kind, code)})
    return see(reverse("documents:changes"))


@signed_in
@require_POST
def unfollow(request: GuardedRequest) -> HttpResponse:
    number = _number(request.POST.get("number", ""))
    if done_or_told(request, lambda: actions.unfollow(by=request.actor, number=number)):
        notices.good(request, _("Đã thôi theo dõi."))
    return see(reverse("documents:changes"))


def asked_of(request: HttpRequest) -> queries.Asked:
    """Only values that the page offers."""

    def one_of(name: str, known: Any) -> str:
        value = request.GET.get(name, "")
        return value if value in known else ""

    text = request.GET.get("q", "").replace("\0", " ")
    return queries.Asked(
        text=" ".join(text.split())[:LONGEST_SEARCH],
        kind=one_of("loai", rules.KINDS),
        status=one_of("hieu-luc", rules.STATUSES),
        group=one_of("nhom", rules.GROUPS),
        audience=one_of("doi-tuong", rules.AUDIENCES),
        is_mine=request.GET.get("cho", "") == MINE,
    )


def _address(asked: queries.Asked, page: int) -> str:
    told = {
        "q": asked.text,
        "loai": asked.kind,
        "hieu-luc": asked.status,
        "nhom": asked.group,
        "doi-tuong": asked.audience,
        "cho": MINE if asked.is_mine else "",
        "trang": str(page),
    }
    return "?" + urlencode({key: value for key, value in told.items() if value})


def _row(one: Instrument, told: rules.Standing) -> dict[str, Any]:
    return {
        "one": one,
        "kind": words.kind(one),
        "status": words.status(told.status),
        "mark": words.MARKS[told.status],
        "why": words.why(told, get_language() or "vi"),
        "groups": words.facets(one, rules.GROUP),
        "audiences": words.facets(one, rules.AUDIENCE),
    }


def _told(change: Any) -> dict[str, Any]:
    lines = [
        (
            _(words.FIELDS.get(name, name)),
            words.change(name, before),
            words.change(name, after),
        )
        for name, (before, after) in change.told.items()
        if before != after
    ]
    return {"change": change, "lines": lines, "is_new": change.kind == "added"}


def _mine(actor: Actor) -> list[str]:
    return [
        words.facet(kind, code) for kind, codes in queries.mine(actor).items() for code in codes
    ]


def _actor(request: HttpRequest) -> Actor | None:
    found: Actor | None = getattr(request, "actor", None)
    return found


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _day(typed: str, today: date) -> tuple[date, str]:
    """The day asked for, as 2026-06-01 or 01/06/2026, and the sentence for one that is none."""
    if not typed.strip():
        return today, ""
    try:
        return date.fromisoformat(typed.strip()), ""
    except ValueError:
        pass
    try:
        return typed_values.day(typed), ""
    except TypedValueError as error:
        return today, str(error)
