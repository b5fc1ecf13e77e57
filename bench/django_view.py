"""The machine look-up once more, as an honest Django view: what the table in front of Django saves.

    /epcis/events?MATCH_anyEPC=...   conf.wsgi's table ──> repository.rest, without Django
    /bench/events?MATCH_anyEPC=...   conf.wsgi ──> Django's request, the house's middleware, this view
    /bench/01/09520000000005         the same for where a code leads (`bench/resolving.py`)

Written as one would write it in Django: the same key, the same question to the same room (no ORM), the
same bytes in the answer. Served by granian beside the real one; `over_http` asks both in turn.
"""

from txng.conf import wsgi  # sets Django up

from django.conf import settings  # isort: skip
from django.http import HttpRequest, HttpResponse  # isort: skip
from django.urls import include, path, re_path  # isort: skip

from bench import orm_view  # isort: skip
from txng.accounts import queries as accounts  # isort: skip
from txng.accounts.access import public  # isort: skip
from txng.epcis import answers  # isort: skip
from txng.epcis.errors import EpcisException  # isort: skip
from txng.epcis.query.doors import parse_url  # isort: skip
from txng.eventstore.store import now  # isort: skip
from txng.gs1 import link_request  # isort: skip
from txng.repository import queries  # isort: skip
from txng.resolver import link_queries  # isort: skip
from txng.resolver.rest import door, linksets  # isort: skip

FORM = answers.Form()


@public("a measurement, which asks for the key itself")
def events(request: HttpRequest) -> HttpResponse:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    actor = accounts.actor_for_bearer(secret) if scheme == "Bearer" else None
    if actor is None or "query" not in actor.scopes:
        return HttpResponse(status=401)
    try:
        pairs = [(name, value) for name, listed in request.GET.lists() for value in listed]
        page = queries.events(actor, parse_url(pairs))
    except EpcisException as error:
        return HttpResponse(status=error.status)
    told = (
        answers.Told(stored.payload, stored.event_id, stored.record_time) for stored in page.events
    )
    answer = answers.query_document(told, FORM, now=now())
    return HttpResponse(
        answer.body, content_type=answer.media_type, headers={"Cache-Control": "no-store"}
    )


@public("a measurement of what the machine door saves")
def resolve(request: HttpRequest, code: str) -> HttpResponse:
    asked = link_request.read(code, request.META["QUERY_STRING"])
    found = link_queries.sets_of(asked.link)
    if linksets.is_asked_by_header(request.headers.get("Accept", "")):
        content = linksets.document(asked.link, found, page=asked.link.path)
        answer = linksets.answer(content, request.META)
        return HttpResponse(
            answer.body, content_type=answer.content_type, headers=dict(answer.headers)
        )
    (default,) = [link for link in found.defaults() if link.default == "yes"]
    if link_queries.is_recalled(asked.link.canonical):
        return HttpResponse(status=404)
    headers = {"Location": door.with_query(default.href, asked), "Vary": "Accept"}
    return HttpResponse(status=307, headers=headers)


urlpatterns = [
    path("bench/events", events),
    path("bench/orm/events", orm_view.events),
    re_path(r"^bench(/01/.*)$", resolve),
    path("", include("txng.conf.urls")),
]
settings.ROOT_URLCONF = "bench.django_view"
application = wsgi.application
