"""What the tests of the SOAP interface share: who asks, what was captured, what was refused."""

from typing import Any

import pytest

from tests import people
from tests.epcis.documents import document
from tests.repository.machine import Answer, call
from tests.repository.soap.client import QUERY, SOAP, Fault, SoapClient
from txng.accounts.actors import Actor
from txng.repository import actions
from txng.repository.soap import door

LOCATION = "urn:epcglobal:epcis:vtype:BusinessLocation"
MARKET, HALL = "https://id.gs1.org/414/9521003000022", "urn:txng:demo:hall"
VERSION = "<q:GetStandardVersion/>"


def client_of(person: Actor, version: str = "1.2", schema: Any = None) -> SoapClient:
    def send(body: bytes) -> tuple[int, str, bytes]:
        status, headers, answer = door.answer("POST", "text/xml; charset=utf-8", "", body, person)
        return status, dict(headers)["Content-Type"], answer

    return SoapClient(send, version, schema)


def client_at_the_door(key: str, version: str = "1.2", schema: Any = None) -> SoapClient:
    """Through the machine's whole door, as granian hands a request over; "" is no key."""

    def send(body: bytes) -> tuple[int, str, bytes]:
        answer = call("POST", "/epcis/soap", key, body, content_type="text/xml; charset=utf-8")
        return answer.status, answer.headers["Content-Type"], answer.body

    return SoapClient(send, version, schema)


def fault_in(answer: Answer) -> Fault:
    return refused(
        lambda: SoapClient(
            lambda body: (answer.status, answer.headers["Content-Type"], answer.body)
        ).ask("Poll")
    )


def capture(*events: Any, by: Actor | None = None, **members: Any) -> None:
    actions.capture(by=by or people.an(), document=document(*events, **members))


def master_data(*elements: Any, kind: str = LOCATION) -> dict[str, Any]:
    listed = [{"type": kind, "vocabularyElementList": list(elements)}]
    return {"epcisHeader": {"epcisMasterData": {"vocabularyList": listed}}}


def refused(asking: Any) -> Fault:
    with pytest.raises(Fault) as fault:
        asking()
    return fault.value


def envelope(inside: str, around: str = SOAP, header: str = "") -> bytes:
    return (
        f'<e:Envelope xmlns:e="{around}" xmlns:q="{QUERY["1.2"]}">{header}'
        f"<e:Body>{inside}</e:Body></e:Envelope>"
    ).encode()
