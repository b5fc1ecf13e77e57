"""The seven operations of the query control interface.

    GetQueryNames        SimpleEventQuery, SimpleMasterDataQuery and the organisation's named queries
    Poll                 the answer to one of them, whole
    Subscribe            the same question again and again, by a schedule, to an address
    Unsubscribe          its end
    GetSubscriptionIDs   the standing questions of one query
    GetStandardVersion   1.2 or 2.0: that of the name space in which it is asked
    GetVendorVersion     empty: there is nothing beyond the standard here

A 1.2 client gets EPC URNs and CBV URNs wherever a translation exists. **What its version cannot say is
never left out silently**: one AssociationEvent or sensor element among the events found makes the
whole Poll an ImplementationException that names the event, because a client that counts goods must not
take part of them for all. `eventType` or `LT_recordTime` narrows the question, or 2.0 asks it; what no XML
can say is told in JSON.

Source: EPCIS 1.2 §8.2.5, §11; EPCIS 2.0 §8.2.5.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import msgspec

from txng.accounts.actors import Actor
from txng.epcis import vocabulary
from txng.epcis.answers import Form
from txng.epcis.context import Namespaces
from txng.epcis.errors import (
    EpcisException,
    ImplementationException,
    QueryParameterException,
    QueryTooLargeException,
)
from txng.epcis.query.doors import SoapValue, parse_soap
from txng.epcis.query.language import Query
from txng.epcis.query.master_data import parse_soap_master_data
from txng.epcis.spelling import epc_urn, respell
from txng.epcis.xml.event_text import EventWriter
from txng.epcis.xml.names import QUERY, Version
from txng.epcis.xml.writing import CannotBeTold
from txng.eventstore.master_data import VocabularyHit
from txng.eventstore.store import StoredEvent
from txng.repository import queries
from txng.repository.actions.subscriptions import subscribe_standing, unsubscribe_standing
from txng.repository.prefixes import prefix_length
from txng.repository.queries.polling import poll
from txng.repository.soap import envelope
from txng.repository.soap.envelope import Call, SoapFault
from txng.repository.soap.faults import About, SoapException
from txng.repository.soap.messages import (
    controls,
    fields,
    parameters,
    prefixes,
    text_of,
)

EVENTS: Final = "SimpleEventQuery"
MASTER_DATA: Final = "SimpleMasterDataQuery"
MAX_ANSWER: Final = 64 * 1024 * 1024  # characters of events
PAGE: Final = 1000  # named queries read at once
# where an event is told that this version cannot say: what no XML says, JSON does
_ELSEWHERE: Final[dict[Version, tuple[str, str]]] = {
    "1.2": (
        "ask in 2.0, or in JSON at /epcis/events, which can say everything",
        "hỏi bằng EPCIS 2.0, hoặc bằng JSON ở /epcis/events, nơi nói được mọi nội dung",
    ),
    "2.0": (
        "ask in JSON at /epcis/events, which can say what XML cannot",
        "hỏi bằng JSON ở /epcis/events, nơi nói được điều XML không nói được",
    ),
}


def about(call: Call) -> About:
    """What a fault may say of a request, even of one that is wrong elsewhere."""
    named: dict[str, str] = {}
    for name in ("queryName", "subscriptionID"):
        text = call.element.findtext(name)
        if text is not None:
            named[name] = text.strip()[:256]
    return About(call.version, named.get("queryName"), named.get("subscriptionID"))


def perform(call: Call, actor: Actor) -> bytes:
    """The answer's envelope. Raises EpcisException or SoapFault."""
    operation = OPERATIONS.get(call.operation)
    if operation is None:
        raise SoapFault(
            "Client",
            f"Expected one of {', '.join(OPERATIONS)}, got {call.operation[:100]!r}"
            " / Không có thao tác này.",
        )
    return operation(call, actor)


# --- small ones -------------------------------------------------------------------------------


def _get_query_names(call: Call, actor: Actor) -> bytes:
    fields(call.element)
    return _result(call, _strings([EVENTS, MASTER_DATA, *_own_names(actor)]))


def _get_subscription_ids(call: Call, actor: Actor) -> bytes:
    name = text_of(fields(call.element, "queryName"), "queryName")
    _check_name(actor, name)
    return _result(call, _strings(queries.standing_subscriptions(actor, name)))


def _get_standard_version(call: Call, actor: Actor) -> bytes:
    fields(call.element)
    return _result(call, call.version)


def _get_vendor_version(call: Call, actor: Actor) -> bytes:
    fields(call.element)
    return _result(call, "")


def _own_names(actor: Actor) -> list[str]:
    names: list[str] = []
    token: str | None = None
    while True:
        page = queries.named_queries(actor, PAGE, token)
        names += [one.name for one in page.items]
        token = page.next_page_token
        if token is None:
            return names


def _check_name(actor: Actor, name: str) -> None:
    if name not in (EVENTS, MASTER_DATA):
        queries.named_query(actor, name)  # raises what becomes NoSuchNameException


def _strings(texts: Iterable[str]) -> str:
    return "".join(f"<string>{envelope.escaped(text)}</string>" for text in texts)


def _result(call: Call, content: str) -> bytes:
    tag = f"epcisq:{call.operation}Result"
    return envelope.answer(f'<{tag} xmlns:epcisq="{QUERY[call.version]}">{content}</{tag}>')


# --- subscriptions ----------------------------------------------------------------------------


def _subscribe(call: Call, actor: Actor) -> bytes:
    found = fields(call.element, "queryName", "params", "dest", "controls", "subscriptionID")
    name, subscription_id = text_of(found, "queryName"), text_of(found, "subscriptionID")
    destination, params = text_of(found, "dest"), parameters(found)
    if "controls" not in found:
        text_of(found, "controls")  # says that it is missing
    if name == MASTER_DATA:
        raise SoapException(
            "SubscribeNotPermittedException",
            f"Expected a query about events, got {MASTER_DATA}, which can only be polled",
            detail_vi=f"{MASTER_DATA} chỉ hỏi được bằng Poll, không đăng ký được.",
        )
    if not destination:
        raise SoapException(
            "InvalidURIException",
            "Expected the address of the receiver in dest, got none",
            detail_vi="Thiếu địa chỉ nhận (dest).",
        )
    query = _event_query(actor, name, params, prefixes(found))
    when = controls(call, found["controls"])
    subscribe_standing(
        by=actor,
        query_name=name,
        query=query,
        subscription_id=subscription_id,
        destination=destination,
        schedule=when.schedule,
        initial_record_time=when.initial_record_time,
        report_if_empty=when.report_if_empty,
        form=_form(call.version),
    )
    return _result(call, "")


def _unsubscribe(call: Call, actor: Actor) -> bytes:
    subscription_id = text_of(fields(call.element, "subscriptionID"), "subscriptionID")
    try:
        unsubscribe_standing(by=actor, subscription_id=subscription_id)
    except EpcisException as error:
        if error.status != 404:
            raise
        raise SoapException(
            "NoSuchSubscriptionException", error.detail, detail_vi=error.detail_vi
        ) from error
    return _result(call, "")


def _form(version: Version) -> Form:
    if version == "1.2":
        return Form(media="xml", version="1.2", epc="Always_EPC_URN", cbv="Always_URN")
    return Form(media="xml", version="2.0")


# --- poll -------------------------------------------------------------------------------------


def _poll(call: Call, actor: Actor) -> bytes:
    found = fields(call.element, "queryName", "params")
    name, params = text_of(found, "queryName"), parameters(found)
    writer = EventWriter(call.version)
    if name == MASTER_DATA:
        query = parse_soap_master_data(params, prefixes(found))
        body = _vocabulary(queries.master_data(actor, query), writer)
    else:
        asked = _event_query(actor, name, params, prefixes(found))
        body = f"<EventList>{_events(poll(actor, asked), writer)}</EventList>"
    declared = "".join(
        f' xmlns:{prefix}="{envelope.quoted(iri)}"' for prefix, iri in writer.declared.items()
    )
    # at the results, not at the envelope: an extension may call its name space soapenv
    return envelope.answer(
        f'<epcisq:QueryResults xmlns:epcisq="{QUERY[call.version]}"{declared}>'
        f"<queryName>{envelope.escaped(name)}</queryName>"
        f"<resultsBody>{body}</resultsBody></epcisq:QueryResults>"
    )


def _event_query(
    actor: Actor,
    name: str,
    params: list[tuple[str, SoapValue]],
    bound: Mapping[str, str],
) -> Query:
    if name == EVENTS:
        return parse_soap(params, bound)
    query: Query = queries.named_query(actor, name).query
    if params:
        raise QueryParameterException(
            f"Expected no parameters for the named query {name}, got {params[0][0][:100]!r}",
            detail_vi=f"Câu hỏi đặt tên {name} không nhận tham số. Để trống params.",
        )
    return query


def _events(found: Iterable[StoredEvent], writer: EventWriter) -> str:
    listed: list[str] = []
    size = 0
    for stored in found:
        members, namespaces = _members(stored)
        if writer.version == "1.2":
            members, _ = respell(
                members, epc="Always_EPC_URN", cbv="Always_URN", prefix_length=prefix_length
            )
        try:
            listed.append(writer.listed(members, namespaces))
        except CannotBeTold as error:
            elsewhere, elsewhere_vi = _ELSEWHERE[writer.version]
            raise ImplementationException(
                f"Event {stored.event_id}: {error.detail} Nothing was left out silently: narrow the"
                f" question (eventType, LT_recordTime) or {elsewhere}.",
                detail_vi=f"Sự kiện {stored.event_id}: {error.detail_vi} Thu hẹp câu hỏi"
                f" (eventType, LT_recordTime) hoặc {elsewhere_vi}.",
            ) from error
        size += len(listed[-1])
        if size > MAX_ANSWER:
            raise QueryTooLargeException(
                f"Expected at most {MAX_ANSWER} characters of events, found more",
                detail_vi="Câu trả lời quá lớn. Hỏi hẹp hơn, ví dụ theo thời gian.",
            )
    return "".join(listed)


def _members(stored: StoredEvent) -> tuple[dict[str, Any], Namespaces]:
    members = msgspec.json.decode(stored.payload)
    namespaces = Namespaces()
    context = members.pop("@context", None)
    if context is not None:
        namespaces.read(context, "", lambda rule, pointer, values: None)  # judged at capture
    members["eventID"] = stored.event_id
    moment = stored.record_time.isoformat(timespec="microseconds")
    members["recordTime"] = moment.replace("+00:00", "Z")
    return members, namespaces


def _vocabulary(hits: Iterable[VocabularyHit], writer: EventWriter) -> str:
    lists: dict[str, list[dict[str, Any]]] = {}
    for hit in hits:
        element: dict[str, Any] = {"id": _named(hit.id, writer.version)}
        element["attributes"] = [
            {"id": name, "attribute": value} for name, value in hit.attributes.items()
        ]
        element["children"] = [_named(child, writer.version) for child in hit.children]
        lists.setdefault(hit.type, []).append(element)
    told = [{"type": kind, "vocabularyElementList": one} for kind, one in lists.items()]
    try:
        return writer.vocabulary_list(told, Namespaces())
    except CannotBeTold as error:
        raise ImplementationException(error.detail, detail_vi=error.detail_vi) from error


def _named(text: str, version: Version) -> str:
    """A thing's or a CBV word's name as events would spell it in this version."""
    if version != "1.2":
        return text
    return epc_urn(vocabulary.as_urn(text), prefix_length) or text


OPERATIONS: Final[dict[str, Callable[[Call, Actor], bytes]]] = {
    "GetQueryNames": _get_query_names,
    "Subscribe": _subscribe,
    "Unsubscribe": _unsubscribe,
    "GetSubscriptionIDs": _get_subscription_ids,
    "Poll": _poll,
    "GetStandardVersion": _get_standard_version,
    "GetVendorVersion": _get_vendor_version,
}
