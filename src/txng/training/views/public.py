"""What everybody sees: classes that are open, one class with its form, needs of persons, checking a paper.

GET  /lop-hoc                          what is open now, what was
POST /lop-hoc/LH-2026-0003   ho_ten…   303 ─> /dao-tao/ve/<ticket>, remembered in a cookie
GET  /dao-tao/giay/7RKQ-MN2P-4XWD      does this paper hold?
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts.access import public
from txng.accounts.actors import Actor
from txng.parties import administrative_units as units
from txng.parties import queries as parties
from txng.training import rules, words
from txng.training.actions import learners as actions
from txng.training.actions import needs as need_actions
from txng.training.actions.needs import NeedFacts
from txng.training.forms.outside import OwnNeedForm, RegisterForm, this_year
from txng.training.models import TrainingClass
from txng.training.queries import classes as queries
from txng.training.queries import learners as tickets_kept
from txng.training.queries import subjects
from txng.training.rules import classes, tickets
from txng.training.views.shared import (
    HTML,
    address_of_sender,
    bound,
    done,
    place_of,
    remember,
    sent_as_download,
    tickets_in,
)
from txng.ui.answering import found, see, status_of

MOST_PAST = 30


@public("Whoever wants to learn sees which classes are open")
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    values = {
        "coming": [line_of(one) for one in queries.coming_classes(None)[:100]],
        "past": [line_of(one) for one in queries.past_classes(None)[:MOST_PAST]],
    }
    return render(request, "training/public_list.html", values)


def line_of(one: TrainingClass) -> dict[str, Any]:
    taken: int = one.seated  # type: ignore[attr-defined]  # annotated by the question
    return {
        "one": one,
        "place": place_of(one),
        "standing": words.STANDINGS[one.standing],
        "mark": words.MARKS[one.standing],
        "free": max(0, one.places - taken),
        "audience": [words.KINDS[kind] for kind in one.audience],
    }


@public("Whoever wants to learn reads about a class and registers", knows_actor=True)
@require_http_methods(HTML)
@never_cache
def public_class(request: HttpRequest, code: str) -> HttpResponse:
    one = found(queries.public_class(None, code))
    actor: Actor | None = getattr(request, "actor", None)
    secret = request.POST.get("to", "")[:30]
    secret = secret if tickets.is_secret(secret) else tickets.new_secret()
    form = RegisterForm(bound(request), initial=_known(actor))
    made = done(
        form,
        lambda: actions.register(
            by=actions.visitor_or(actor),
            training_class=one,
            person=form.person,
            secret=secret,
            address=address_of_sender(request),
        ),
    )
    if made is not None:
        return remember(request, see(reverse("training:ticket", args=[made.secret])), made.secret)
    mine = [
        row for row in tickets_kept.tickets_of(tickets_in(request))
        if row.training_class_id == one.pk and row.state != classes.WITHDRAWN
    ]  # fmt: skip
    values = {
        **line_of(one),
        "form": form,
        "secret": secret,
        "sessions": queries.sessions(one),
        "trainers": queries.trainers(one),
        "materials": queries.materials(one),
        "topics": one.subject.curriculum.splitlines(),
        "takes": classes.takes_learners(one.state, one.ends_on, timezone.localdate()),
        "mine": mine[0] if mine else None,
        "agencies": [
            row.written for row in parties.agencies(None, timezone.localdate(), one_by_one=True)
        ],
    }
    return render(request, "training/public_class.html", values, status=status_of(form))


def _known(actor: Actor | None) -> dict[str, str]:
    """What the house knows of somebody who is signed in: an official need not type the agency."""
    agency = parties.agency_of(actor) if actor is not None else None
    if agency is None:
        return {}
    named = parties.named(actor, timezone.localdate(), [agency.code])[agency.code]
    return {"kind": rules.OFFICIAL, "organisation": named.written}


@public("Materials of a published class are for everybody")
@require_safe
def public_material(request: HttpRequest, code: str, number: int) -> HttpResponse:
    one = found(queries.public_class(None, code))
    return sent_as_download(found(queries.material(one, number)))


@public("Persons without an account tell what they want to learn")
@require_http_methods(HTML)
@never_cache
def send_need(request: HttpRequest) -> HttpResponse:
    offered = list(subjects.subjects(None, offered_only=True))
    by_code = {one.code: one for one in offered}
    form = OwnNeedForm(bound(request), subjects=offered)

    def send() -> object:
        told = form.cleaned_data
        return need_actions.tell_own_need(
            facts=NeedFacts(this_year(), by_code[told["subject"]], told["kind"], 1),
            contact=told["contact"],
            commune_code=told["commune"].commune.code if told["commune"] else "",
            address=address_of_sender(request),
        )

    if done(form, send) is not None:
        return see(reverse("training:need_sent"))
    values = {"form": form, "places": units.places(), "is_ready": bool(offered)}
    return render(request, "training/send_need.html", values, status=status_of(form))


@public("Says that a need of a person has arrived")
@require_safe
def need_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "training/need_sent.html")


@public("Whoever is shown a paper asks whether it holds")
@require_safe
@never_cache
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    typed = (code or request.GET.get("ma", ""))[:40]
    shown = tickets_kept.paper_shown(None, typed) if typed else None
    if shown is not None and not code:
        return see(reverse("training:verify", args=[tickets.shown_code(shown.paper.code)]))
    values: dict[str, Any] = {"typed": typed, "shown": shown, "now": timezone.now()}
    if shown is not None:
        values["place"] = place_of(shown.training_class)
        values["is_erased"] = shown.paper.learner.erased_at is not None
    status = 404 if typed and shown is None else 200
    return render(request, "training/verify.html", values, status=status)


@public("A telephone shows the tickets that it keeps")
@require_safe
@never_cache
def my_tickets(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "training/my_tickets.html",
        {"tickets": tickets_kept.tickets_of(tickets_in(request))},
    )
