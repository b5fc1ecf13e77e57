"""What the page decides, in plain Python: values in, verdict out.

A serial is *encoded* (written on a label), then *commissioned* (put on goods), in the end *decommissioned*.
Who issued the label says when it is live; of labels from elsewhere only the events tell:
>>> activation(["encoding"]), activation(["encoding", "commissioning", "shipping"])
('not yet', 'active')
>>> activation(["commissioning", "decommissioning"]), activation([])
('ended', 'active')
>>> activation(["commissioning"], "not yet"), activation(["commissioning", "destroying"], "active")
('not yet', 'ended')
"""

import re
from collections.abc import Sequence
from typing import Final, TypeVar

from txng.barcodes.rules.life import Activation
from txng.epcis.vocabulary import bare
from txng.trace.source import RecordedEvent

Recorded = TypeVar("Recorded", bound=RecordedEvent)


RIGHTS: Final = {
    "resolver.see_links": "Xem và sửa mã của đơn vị mình dẫn đến đâu",
    "resolver.decide_hosts": "Duyệt tên miền mà liên kết được dẫn đến",
}

PHONE = re.compile(r"\+?[0-9][0-9 ().-]{2,24}")
PICTURE = re.compile(r"/hinh/[A-Za-z0-9][A-Za-z0-9_-]{0,80}\.(?:jpg|jpeg|png|webp|avif|svg)")
ENCODING_ONLY = frozenset({"encoding"})
ENDING = frozenset({"decommissioning", "destroying", "killing"})


def activation(biz_steps: Sequence[str], label: Activation | None = None) -> Activation:
    """What the bare CBV steps of one serial's own events, oldest first, say of its label, and `label`:
    what its issuer says, None where it was not issued here. An end counts whoever tells it.

    Source: CBV 2.0 §7.1: encoding writes a code on a carrier, commissioning associates it with goods.
    """
    lively = [step for step in biz_steps if step in ENDING or step == "commissioning"]
    if lively and lively[-1] in ENDING:
        return "ended"
    if label is not None:
        return label
    return "not yet" if biz_steps and set(biz_steps) <= ENCODING_ONLY else "active"


def phone_in(text: str) -> str:
    """A telephone number that may stand in a link; "" for any other text."""
    text = text.strip()
    return text if PHONE.fullmatch(text) else ""


def picture_in(text: str, base_url: str) -> str:
    """The path of a picture that lies on this very host; "" for every other address.

    >>> picture_in("https://txng.example.vn/hinh/ca-phe.jpg", "https://txng.example.vn")
    '/hinh/ca-phe.jpg'
    >>> picture_in("//evil.example/hinh/a.jpg", "https://txng.example.vn")
    ''
    """
    path = text.strip().removeprefix(base_url)
    return path if PICTURE.fullmatch(path) else ""


def recall_in_force(events: Sequence[Recorded]) -> Recorded | None:
    """The latest recall of one thing that nobody lifted or declared a mistake.

    `events` are those of the thing, by event time. A recall is an event with the disposition
    `recalled`, for a moment or persistently; unsetting the persistent disposition lifts it. Only
    who captured an event can declare it a mistake.
    Source: CBV 2.0 §7.2 (recalled), EPCIS 2.0 §7.4.1.6.
    """
    mistaken = {
        (recorded.event_id, recorded.captured_by)
        for recorded in events
        if recorded.event.error_declaration is not None
    }
    recall: Recorded | None = None
    for recorded in events:
        if (recorded.event_id, recorded.captured_by) in mistaken:
            continue
        if _says_recalled(recorded):
            recall = recorded
        elif _lifts(recorded):
            recall = None
    return recall


def _says_recalled(recorded: RecordedEvent) -> bool:
    event = recorded.event
    words = list(event.persistent_disposition.set) if event.persistent_disposition else []
    if event.disposition is not None:
        words.append(event.disposition)
    return "recalled" in {bare("disposition", word) for word in words}


def _lifts(recorded: RecordedEvent) -> bool:
    persistent = recorded.event.persistent_disposition
    return persistent is not None and "recalled" in {
        bare("disposition", word) for word in persistent.unset
    }
