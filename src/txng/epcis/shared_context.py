"""The name spaces that events bring along are declared once, at the head of what is written.

    {"@context":[{"x":"urn:x:"}],"type":"ObjectEvent","x:a":1}  ─┐   {"x":"urn:x:"}   for the head
    {"@context":[{"x":"urn:x:"}],"type":"ObjectEvent","x:a":2}  ─┴─> {"type":"ObjectEvent","x:a":1} ..

The store keeps each event with its name spaces inside, so that it can be read alone. JSON-LD allows
the same in a document, but most readers of EPCIS look at the document's head only: there an extension
would lose its name space, and the event its hash (so it goes in GS1's reference implementation).

>>> shared([b'{"@context":[{"x":"urn:x:"}],"type":"ObjectEvent","x:a":1}'])
({'x': 'urn:x:'}, [b'{"type":"ObjectEvent","x:a":1}'])

No event changes its meaning: a prefix with two meanings, one that another event uses without having
declared it, and `@vocab` stay where they were. Source: EPCIS 2.0 §10.2; JSON-LD 1.1 §4.1.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec

MAX_SHARED = 4 * 1024  # bytes; a reader like ours takes 8 KiB and keeps every event with them
_OWN = b'{"@context":'
_encode = msgspec.json.Encoder().encode


class _Headed(msgspec.Struct):
    context: msgspec.Raw = msgspec.field(name="@context")


_headed = msgspec.json.Decoder(_Headed).decode
_contexts = msgspec.json.Decoder(list[dict[str, Any]]).decode


def shared(
    payloads: Sequence[bytes], beside: Sequence[bytes] = ()
) -> tuple[dict[str, Any], list[bytes]]:
    """What the head of a document should declare, and the events without it.

    `payloads` as the store keeps them: their `@context`, if any, is the first member. `beside` is
    other JSON of the document, whose meaning must not change either.
    """
    parts = _apart(payloads)
    spelt = {context for context, _ in parts}
    if len(spelt) == 1 and not beside:  # most answers: there is nobody whose meaning could change
        (context,) = spelt
        own = _flat(context) if context else None
        if own and len(_encode(own)) <= MAX_SHARED:
            return dict(own), [rest for _, rest in parts]
        return {}, list(payloads)
    contexts = {context: _flat(context) for context, _ in parts if context}
    candidates = _agreed(contexts.values())
    for name in _mentioned(parts, beside, contexts, candidates):
        del candidates[name]
    moved = {
        context for context, flat in contexts.items() if flat and flat.items() <= candidates.items()
    }
    head: dict[str, Any] = {}
    for context in contexts:  # in the order in which events brought them
        if context in moved:
            head |= contexts[context] or {}
    return head, [
        rest if context in moved else payload
        for payload, (context, rest) in zip(payloads, parts, strict=True)
    ]


def _apart(payloads: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    """Each event's own context as it is written, and the event without it."""
    parts = []
    opening, context = b"\0", b""  # of the event before: most events of a page share theirs
    for payload in payloads:
        if not payload.startswith(_OWN):
            parts.append((b"", payload))
            continue
        if not payload.startswith(opening):
            context = bytes(_headed(payload).context)
            opening = _OWN + context + b","
        parts.append((context, b"{" + payload[len(opening) :]))
    return parts


@lru_cache(maxsize=256)  # events of one sender bring the same; whoever asks only reads
def _flat(context: bytes) -> dict[str, Any] | None:
    """One object for the entries of a context, a later entry outranks; None if it cannot be moved."""
    try:
        entries = _contexts(context)
    except msgspec.ValidationError:
        return None
    flat: dict[str, Any] = {}
    for entry in entries:
        flat |= entry
    return None if any(name.startswith("@") for name in flat) else flat


def _agreed(contexts: Iterable[dict[str, Any] | None]) -> dict[str, Any]:
    """Names that mean the same wherever they are declared, as many as find room."""
    agreed: dict[str, Any] = {}
    for flat in contexts:
        if flat and all(agreed.get(name, meaning) == meaning for name, meaning in flat.items()):
            wider = agreed | flat
            if len(_encode(wider)) <= MAX_SHARED:
                agreed = wider
    return agreed


def _mentioned(
    parts: list[tuple[bytes, bytes]],
    beside: Iterable[bytes],
    contexts: dict[bytes, dict[str, Any] | None],
    candidates: dict[str, Any],
) -> set[str]:
    """Candidates that an event, which has not declared them, may mean: as a member or in a value."""
    found: set[str] = set()
    patterns: dict[bytes, tuple[re.Pattern[bytes], frozenset[str]] | None] = {}
    for context, rest in (*parts, *((b"", one) for one in beside)):
        if context not in patterns:
            own = contexts.get(context) or {}
            patterns[context] = _pattern(frozenset(candidates.keys() - own.keys()))
        looked_for = patterns[context]
        if looked_for is None:
            continue
        pattern, names = looked_for
        text = context + rest  # a prefix may be written with another prefix
        if b"\\" in text:  # an escape may hide any name
            found |= names
        else:
            found |= {one.decode() for one in pattern.findall(text)}
    return found


@lru_cache(maxsize=256)
def _pattern(names: frozenset[str]) -> tuple[re.Pattern[bytes], frozenset[str]] | None:
    if not names:
        return None
    spelt = b"|".join(re.escape(name).encode() for name in sorted(names, key=len, reverse=True))
    return re.compile(rb'"\s*(' + spelt + rb')(?=\s*[:"])'), names
