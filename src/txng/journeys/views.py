"""The pages of the explorer. Each reads the question in its address, asks once, and shows one view of it."""

import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import public
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import read_code
from txng.journeys import actions, drawing, exports, grouping, queries, rules, sentences, svg
from txng.journeys import places as of_places
from txng.journeys import timeline as of_timeline
from txng.journeys.errors import EndedViewError
from txng.journeys.model import Level, Viewer
from txng.journeys.panel import panel
from txng.journeys.question import LONGEST_CODE, VIEWS, Question, read
from txng.journeys.viewing import COOKIE

OPEN: Final = "Whoever holds a code may ask for its journey; the answer depends on who asks"
TABS: Final = {
    "graph": "journeys:graph",
    "table": "journeys:table",
    "map": "journeys:map",
    "timeline": "journeys:timeline",
}
Answer = Callable[[HttpRequest, queries.Told, Question], HttpResponse]


# --- four views -----------------------------------------------------------------------------------


@public(OPEN, knows_actor=True)
@require_safe
@gzip_page
def graph(request: HttpRequest) -> HttpResponse:
    return page(request, "graph")


@public(OPEN, knows_actor=True)
@require_safe
@gzip_page
def table(request: HttpRequest) -> HttpResponse:
    return page(request, "table")


@public(OPEN, knows_actor=True)
@require_safe
@gzip_page
def places(request: HttpRequest) -> HttpResponse:
    return page(request, "map")


@public(OPEN, knows_actor=True)
@require_safe
@gzip_page
def timeline(request: HttpRequest) -> HttpResponse:
    return page(request, "timeline")


@public("Help is for everyone who looks at a journey", knows_actor=True)
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return private(
        render(request, "journeys/help.html", frame(request, Question(), viewer(request)))
    )


def page(request: HttpRequest, view: str) -> HttpResponse:
    """The start page without a code; a sentence and the box again when the code leads nowhere."""

    def show(request: HttpRequest, told: queries.Told, question: Question) -> HttpResponse:
        values = frame(request, question, told.chain.viewer, view)
        values |= {
            "chain": told.chain,
            "answer": sentences.answer(told.chain),
            "checks": told.checks,
            "wants_checks": told.may_check and told.checks is None,
            "panel": panel(told.chain, question),
            "rows": exports.rows(told.chain)[: grouping.MOST] if view == "table" else (),
            "acts": sorted(told.chain.acts.values(), key=lambda act: (act.when, act.id))[
                : rules.ROWS
            ],
        }
        if view == "graph":
            values |= of_graph(told, question)
        elif view == "map":
            values["map"] = of_places.chain_map(told.chain)
        elif view == "timeline":
            values["timeline"] = of_timeline.timeline(told.chain)
        values["seconds"] = time.perf_counter() - values["began"]
        return render(request, f"journeys/{view}.html", values)

    return asked(request, show, view)


def of_graph(told: queries.Told, question: Question) -> dict[str, Any]:
    drawn = grouping.picture(
        told.chain, opened=question.opened, keep=question.node, whole=question.whole
    )
    drawn_graph = drawing.graph(drawn, told.chain.root)
    runs = {
        box.id: question.query(opened=(*question.opened, box.id))
        for box in drawn.boxes.values()
        if box.is_run
    }
    selected = drawn.box_of.get(question.node or told.chain.root, "")
    return {
        "graph": drawn_graph,
        "picture": drawn,
        "svg": svg.page_svg(
            drawn_graph, svg.Links(runs, question.query(node=""), "#panel", selected)
        ),
        "runs": [(shape, runs[shape.id]) for shape in drawn_graph.shapes if shape.is_run],
        "folds": [
            question.query(opened=tuple(one for one in question.opened if one != name))
            for name in question.opened
        ],
        "folded": question.query(whole=False),
        "most": grouping.MOST,
    }


# --- files ----------------------------------------------------------------------------------------


@public(OPEN, knows_actor=True)
@require_safe
def csv_file(request: HttpRequest) -> HttpResponse:
    return asked(
        request,
        lambda request, told, question: a_file(
            exports.table_csv(told.chain), "text/csv; charset=utf-8", "hanh-trinh.csv"
        ),
    )


@public(OPEN, knows_actor=True)
@require_safe
def graphml_file(request: HttpRequest) -> HttpResponse:
    return asked(
        request,
        lambda request, told, question: a_file(
            exports.graphml(told.chain), "application/graphml+xml", "hanh-trinh.graphml"
        ),
    )


@public(OPEN, knows_actor=True)
@require_safe
def svg_file(request: HttpRequest) -> HttpResponse:
    def show(request: HttpRequest, told: queries.Told, question: Question) -> HttpResponse:
        drawn = svg.file_svg(of_graph(told, question)["graph"], told.chain.name)
        return a_file(drawn.encode(), "image/svg+xml", "so-do.svg")

    return asked(request, show)


@public(OPEN, knows_actor=True)
@require_safe
def epcis_file(request: HttpRequest) -> HttpResponse:
    """The events themselves: for organisations only, the public reads their sentences."""

    def show(request: HttpRequest, told: queries.Told, question: Question) -> HttpResponse:
        keys = [act.key for act in told.chain.acts.values() if act.key is not None]
        if told.chain.viewer.level is Level.PUBLIC:
            return nothing(request, question, told.chain.viewer)
        content = exports.epcis(queries.events_with(told.chain.viewer, keys), timezone.now())
        return a_file(content, "application/ld+json", "su-kien.jsonld")

    return asked(request, show)


def a_file(content: bytes, media: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# --- the question ---------------------------------------------------------------------------------


def asked(request: HttpRequest, show: Answer, view: str = "graph") -> HttpResponse:
    """Reads code and question, answers what is known; foreign and missing codes answer alike."""
    request.began = time.perf_counter()  # type: ignore[attr-defined]
    question = read(request.GET, dict(request.GET.lists()))
    who = viewer(request)
    if not question.code:
        return private(render(request, "journeys/start.html", frame(request, question, who, view)))
    try:
        if len(question.code) > LONGEST_CODE:
            raise Gs1Error(f"expected at most {LONGEST_CODE} characters, got {len(question.code)}")
        canonical = read_code(question.code).canonical
    except Gs1Error as error:
        sentence = error.vi if request.LANGUAGE_CODE == "vi" else f"{error}."
        values = frame(request, question, who, view) | {"wrong": sentence}
        return private(render(request, "journeys/start.html", values, status=400))
    told = queries.chain(who, canonical, question)
    if told is None:
        return nothing(request, question, who, view)
    return private(show(request, told, question))


def nothing(
    request: HttpRequest, question: Question, who: Viewer, view: str = "graph"
) -> HttpResponse:
    values = frame(request, question, who, view) | {"is_missing": True}
    return private(render(request, "journeys/start.html", values, status=404))


def viewer(request: HttpRequest) -> Viewer:
    return queries.viewer(request.COOKIES.get(COOKIE, ""), getattr(request, "actor", None))


def private(response: HttpResponse) -> HttpResponse:
    """What one viewer may see must not be kept for the next one, nor looked at after leaving."""
    response.headers["Cache-Control"] = "no-store"
    return response


def frame(
    request: HttpRequest, question: Question, who: Viewer, view: str = "graph"
) -> dict[str, Any]:
    titles = {
        "graph": gettext("Sơ đồ"),
        "table": gettext("Bảng"),
        "map": gettext("Bản đồ"),
        "timeline": gettext("Dòng thời gian"),
    }
    query = question.query()
    return {
        "question": question,
        "viewer": who,
        "is_public": who.level is Level.PUBLIC,
        "scope": sentences.scope(who),
        "view": view,
        "query": query,
        "tabs": [(titles[one], f"{reverse(TABS[one])}?{query}", one == view) for one in VIEWS],
        "ways": [
            (title, question.query(direction=way, node=""), question.direction == way)
            for way, title in (
                ("up", gettext("Ngược: từ đâu tới")),
                ("down", gettext("Xuôi: đi đến đâu")),
                ("both", gettext("Cả hai")),
            )
        ],
        "ignored": sentences.ignored(question.ignored) if question.ignored else "",
        "unfiltered": question.unfiltered(),
        "began": getattr(request, "began", time.perf_counter()),
    }


# --- lent views -----------------------------------------------------------------------------------


@public("Whoever was handed a signed link may see what it lends, and decide to use it")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """GET says what the link lends; only the button, a POST, makes it this browser's view."""
    given = request.POST if request.method == "POST" else request.GET
    link, code = given.get("view", ""), given.get("code", "")[:LONGEST_CODE]
    lent = queries.lent_to(link)
    if request.method == "POST" and lent is not None:
        try:
            cookie, until = actions.open_view(by=None, link=link)
        except EndedViewError:
            lent = None
        else:
            target = f"{reverse('journeys:graph')}?{Question(code).query()}" if code else ""
            response = HttpResponseRedirect(target or reverse("journeys:graph"))
            response.set_cookie(
                COOKIE,
                cookie,
                expires=until,
                path=reverse("journeys:graph"),
                secure=settings.BASE_URL.startswith("https://"),
                httponly=True,
                samesite="Lax",
            )
            return private(response)
    values = frame(request, Question(code), viewer(request))
    values |= {"lent": lent, "link": link, "lent_scope": sentences.scope(lent) if lent else ""}
    return private(
        render(request, "journeys/enter.html", values, status=200 if lent is not None else 403)
    )


@public("Whoever looks through a lent view may stop")
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    actor = queries.actor_of(viewer(request))
    if actor is not None:
        actions.leave_view(by=actor)
    response = HttpResponseRedirect(reverse("journeys:graph"))
    response.delete_cookie(COOKIE, path=reverse("journeys:graph"), samesite="Lax")
    return private(response)
