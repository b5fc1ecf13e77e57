"""How a time is spelt: as GS1's JSON Schema (RFC 3339) and its XML Schema (xs:dateTime) both have it.

    2026-01-31T08:30:00.123+07:00     as it should be; UTC is Z
    2026-01-31 08:30:00Z              a blank                  -> 2026-01-31T08:30:00Z
    2026-01-31t08:30:00z              small letters            -> 2026-01-31T08:30:00Z
    2026-01-31T08:30:00+0700          no colon                 -> 2026-01-31T08:30:00+07:00
    2026-01-31T08:30:00+23:59         beyond 14:00, not in XML -> 2026-01-30T08:31:00Z

Decoders take all of them for a time, other people's readers do not. RFC 3339 lets small letters pass,
but the context of EPCIS 2.0 says that each time is an xsd:dateTime, which does not.
"""

from datetime import UTC, datetime
from re import compile as pattern

_PLAIN = pattern(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
    r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
)
_HOURS = frozenset(f"{sign}{hour:02}" for sign in "+-" for hour in range(14))
_ODD = pattern(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?"
    r"(?:[Zz]|([+-][0-9]{2}):?([0-9]{2}))"
)


def is_plain(text: str) -> bool:
    """Whether `text` is spelt as a time with a zone should be; not whether there is such a time."""
    return _PLAIN.fullmatch(text) is not None


def plain(text: str) -> str:
    """The same time as it should be spelt; what is so already, and what is no time, as it stands.

    >>> plain("2026-01-31 08:30:00.5z"), plain("2026-01-31T08:30:00+0700"), plain("2026-W05-6")
    ('2026-01-31T08:30:00.5Z', '2026-01-31T08:30:00+07:00', '2026-W05-6')
    """
    # nearly all times, in half of what the pattern takes; what is no time is no matter of spelling
    if text[10:11] == "T" and (text[-1] == "Z" or (text[-3] == ":" and text[-6:-3] in _HOURS)):
        return text
    if _PLAIN.fullmatch(text):
        return text
    odd = _ODD.fullmatch(text)
    if odd is None:
        return text
    day, clock, fraction, hours, minutes = odd.groups(default="")
    told = f"{day}T{clock}{fraction}" + (f"{hours}:{minutes}" if hours else "Z")
    return told if _PLAIN.fullmatch(told) else _in_utc(told, fraction)


def _in_utc(text: str, fraction: str) -> str:
    try:
        moment = datetime.fromisoformat(text.replace(fraction, "")).astimezone(UTC)
    except (OverflowError, ValueError):
        return text
    return f"{moment.isoformat()[:19]}{fraction}Z"
