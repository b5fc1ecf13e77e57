"""The machine look-up a third time, as Django views usually are: models, JsonResponse, nothing of our store
but the tables, the index keys and the compressed bytes in them.

    /bench/orm/events?MATCH_anyEPC=...     Django's request, the house's middleware, two querysets, json

Answers one identifier, the first page, without prefixes moved to the head or another spelling of names:
less than the machine door answers.
"""

import json
from datetime import UTC, datetime

from django.db import connection, models
from django.http import HttpRequest, HttpResponse, JsonResponse

from txng.accounts import queries as accounts
from txng.accounts.access import public
from txng.epcis.mentions import Role
from txng.eventstore.keys import any_uri, event_uri
from txng.repository.connection import store

PAGE = 30
IS_SQLITE = connection.vendor == "sqlite"
EPCS = (Role.EPC, Role.PARENT, Role.CHILD, Role.INPUT, Role.OUTPUT)


class Event(models.Model):
    if IS_SQLITE:
        n = models.IntegerField(primary_key=True)
        key = models.BinaryField()
    else:
        key = models.UUIDField(primary_key=True)
    event_time = models.BigIntegerField()
    record_time = models.BigIntegerField()
    owner = models.IntegerField()
    dictionary = models.IntegerField()
    payload = models.BinaryField()

    class Meta:
        app_label, managed, db_table = "bench", False, "event"


class Link(models.Model):
    thing = models.BigIntegerField(
        primary_key=True
    )  # one of its two columns: Django wants a single one
    if IS_SQLITE:
        event = models.ForeignKey(Event, models.DO_NOTHING, db_column="n")
    else:
        event = models.ForeignKey(Event, models.DO_NOTHING, db_column="key")

    class Meta:
        app_label, managed, db_table = "bench", False, "link"


@public("a measurement, which asks for the key itself")
def events(request: HttpRequest) -> HttpResponse:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    actor = accounts.actor_for_bearer(secret) if scheme == "Bearer" else None
    if actor is None or "query" not in actor.scopes:
        return JsonResponse({"type": "SecurityException"}, status=401)
    events = store()
    thing = events.keys.thing(any_uri(request.GET["MATCH_anyEPC"]))
    links = Link.objects.filter(thing__in=[thing + role for role in EPCS])
    found = Event.objects.filter(pk__in=links.values("event_id")).order_by("event_time", "key")
    if actor.organisation_id is not None:
        found = found.filter(owner=actor.organisation_id)
    listed = []
    for row in found[:PAGE]:
        packed = bytes(row.payload)
        told = json.loads(events.settings.compressor.decompress(row.dictionary, packed))
        key = bytes(row.key) if IS_SQLITE else row.key.bytes
        told.setdefault("eventID", event_uri(key))
        told["recordTime"] = datetime.fromtimestamp(row.record_time / 1e6, tz=UTC).isoformat()
        listed.append(told)
    return JsonResponse(
        {
            "@context": ["https://ref.gs1.org/standards/epcis/epcis-context.jsonld"],
            "type": "EPCISQueryDocument",
            "schemaVersion": "2.0",
            "creationDate": datetime.now(UTC).isoformat(),
            "epcisBody": {
                "queryResults": {
                    "queryName": "SimpleEventQuery",
                    "resultsBody": {"eventList": listed},
                }
            },
        },
        headers={"Cache-Control": "no-store"},
    )
