"""How the value of a parameter is read, whichever door it came through.

A kind turns raw values (texts of a URL or of XML, scalars of JSON) into one typed value, so that the
same question asked by URL, JSON and SOAP is the same `Query`. Every refusal is a
QueryParameterException with a sentence in both languages.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, Literal

from txng.epcis import vocabulary
from txng.epcis.context import Namespaces
from txng.epcis.errors import QueryParameterException
from txng.epcis.events import STANDARD_EVENT_TYPES, bare_event_type
from txng.epcis.mentions import known_as
from txng.epcis.query import names, patterns
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import identify

Raw = str | int | float | bool | None
"""What the schema lets through; JSON may bring an object or a list besides, which every reader refuses."""
Value = str | int | float | bool | datetime


class Figure(str):
    """A text whose sender says that it is a number, as XML does by xsi:type (xsd:int, xsd:double): where
    numbers and texts mean different things, in EQ_ of an extension, it is read as the number."""

    __slots__ = ()


Kind = Literal[
    "event type", "time", "action", "biz_step", "disposition", "error_reason", "measurement_type",
    "place", "name", "pattern", "text", "uri", "hex", "boolean", "number", "void",
    "scalar", "comparable", "attribute", "order", "direction", "count",
]  # fmt: skip

_DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:?\d\d)", re.ASCII
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FORGOTTEN_PLUS = re.compile(r" (\d\d:?\d\d)$", re.ASCII)
_INTEGER = re.compile(r"[+-]?[0-9]{1,30}")
_ENDLESS = 10**30  # the first whole number that is too long to be read from a text
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


def refuse(name: str, expected: str, expected_vi: str, got: object) -> QueryParameterException:
    shown = repr(got) if len(repr(got)) <= 80 else repr(got)[:77] + "..."
    return QueryParameterException(
        f"Expected {expected} in {name}, got {shown}",
        detail_vi=f"Tham số {name} cần {expected_vi}, nhưng nhận được {shown}.",
    )


def instant(text: str) -> datetime | None:
    """A date and time with a zone, in UTC; None for any other text."""
    if _DATE_TIME.fullmatch(text) is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def date_or_instant(text: str) -> datetime | None:
    """A day counts as its first moment in UTC: xsd:date is what cbvmda dates are."""
    if _DATE.fullmatch(text):
        text += "T00:00:00Z"
    return instant(text)


def number(value: object) -> int | float | None:
    """Of a JSON number or a decimal text; None for anything else, incl. booleans and infinities."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        if _INTEGER.fullmatch(value):
            return int(value)
        if _DECIMAL.fullmatch(value) is None:
            return None
        value = float(value)
    if not isinstance(value, float) or value != value or value in (float("inf"), float("-inf")):
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def scalar_text(value: str | int | float | bool) -> str:
    """One text for a scalar: 5 and 5.0 are "5", true is "true"."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(number(value))


def word(field: vocabulary.Field, text: str, namespaces: Namespaces) -> str:
    """A vocabulary's word in its one spelling: bare for the CBV's, a full IRI for any other."""
    bare = vocabulary.bare(field, text)
    return bare if bare in vocabulary.SPELLINGS[field].words else namespaces.expand(bare)


# --- one reader for each kind -----------------------------------------------------------------


def _text(name: str, raw: Raw) -> str:
    if not isinstance(raw, str):
        raise refuse(name, "a text", "một chuỗi ký tự", raw)
    if not raw:
        raise refuse(name, "a value", "một giá trị", raw)
    return str(raw)  # no Figure


# of EPCIS 1.x, read as an ObjectEvent: a client of 1.2 may list it, and none is ever found
_READ_AS_OBJECT_EVENT: Final = "QuantityEvent"


def _event_type(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    """The standard's bare word, or the full name of a type of somebody's own, as `events.event_type`."""
    text = _text(name, raw)
    known = (*STANDARD_EVENT_TYPES, _READ_AS_OBJECT_EVENT)
    bare = bare_event_type(text)
    if bare in known:
        return bare
    full = bare_event_type(namespaces.full_name(names.full(text, namespaces) or text))
    if full in known or ":" in full:
        return full
    listed = ", ".join(sorted(STANDARD_EVENT_TYPES))
    raise refuse(name, f"one of {listed} or a URI", f"một trong {listed} hoặc một URI", raw)


def _time(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    # "+" arrives as a space when a client forgets to escape it
    moment = instant(_FORGOTTEN_PLUS.sub(r"+\1", raw)) if isinstance(raw, str) else None
    if moment is None:
        raise refuse(
            name,
            "a date and time with a time zone (2026-11-01T00:00:00Z)",
            "ngày giờ có múi giờ (2026-11-01T00:00:00+07:00)",
            raw,
        )
    return moment


def _action(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    if raw not in ("ADD", "OBSERVE", "DELETE"):
        raise refuse(name, "ADD, OBSERVE or DELETE", "ADD, OBSERVE hoặc DELETE", raw)
    return str(raw)


def _word(field: vocabulary.Field) -> "Reader":
    def read(name: str, raw: Raw, namespaces: Namespaces) -> Value:
        return known_word(name, field, _text(name, raw), namespaces)

    return read


def known_word(name: str, field: vocabulary.Field, text: str, namespaces: Namespaces) -> str:
    """A word as `word` gives it, refused where the intake refuses it: no event could ever match."""
    found = word(field, text, namespaces)
    if not vocabulary.is_known(field, found):
        kind = field.replace("_", " ")
        raise refuse(
            name,
            f"a {kind} of CBV 2.0 or a URI of your own",
            f"một từ {kind} của CBV 2.0 hoặc URI của riêng bạn",
            text,
        )
    return found


def _place(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    text = _text(name, raw)
    try:
        return identify(text).canonical
    except Gs1Error as error:
        raise refuse(name, f"an identifier ({error})", "một mã định danh (URI)", raw) from None


def _pattern(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    text = _text(name, raw)
    try:
        return patterns.settle(text)
    except Gs1Error as error:
        raise refuse(
            name,
            f"an identifier or a pattern ({error})",
            "một mã định danh (URI) hoặc một mẫu như urn:epc:idpat:..",
            raw,
        ) from None


def _name(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    return known_as(_text(name, raw))


def _plain(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    return _text(name, raw)


def _hex(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    text = _text(name, raw)
    if re.fullmatch(r"[0-9A-Fa-f]+", text) is None:
        raise refuse(name, "hexadecimal digits", "các chữ số hệ mười sáu", raw)
    return text.upper()


def _boolean(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    known = {"true": True, "false": False, "1": True, "0": False}
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw in known:
        return known[raw]
    raise refuse(name, "true or false", "true hoặc false", raw)


def _number(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    value = _finite(raw)
    if value is None:
        raise refuse(name, "a number", "một số", raw)
    return value


def _finite(raw: object) -> int | float | None:
    """A number that a URL could say too, and that a converted measure can be compared with.

    JSON may write 1e300 with all its digits: it is the same number.
    """
    value = number(raw)
    if not isinstance(value, int) or abs(value) < _ENDLESS:
        return value
    try:
        return float(value)
    except OverflowError:
        return None


def _void(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    """Void in EPCIS 1.x, null or an integer in the query schema, a boolean in the OpenAPI."""
    if raw is None or raw in ("", "null"):
        return True
    if isinstance(raw, int):
        return bool(raw)
    known = {"true": True, "false": False, "1": True, "0": False}
    if isinstance(raw, str) and raw in known:
        return known[raw]
    raise refuse(name, "nothing, null, true or false", "để trống, null, true hoặc false", raw)


def _scalar(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    """A number stays one, which is compared by its value; a text is compared letter by letter."""
    if isinstance(raw, bool):
        return scalar_text(raw)
    is_text = isinstance(raw, str) and not isinstance(raw, Figure)
    value = raw if is_text else _finite(raw)
    if value is None or value == "":  # an object or a list in a list, too
        raise refuse(name, "a text or a number", "một chuỗi ký tự hoặc một số", raw)
    return value


def _comparable(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    value: Value | None = _finite(raw)
    if value is None and isinstance(raw, str):
        value = date_or_instant(_FORGOTTEN_PLUS.sub(r"+\1", raw))
    if value is None:
        raise refuse(
            name,
            "a number, a date or a date and time with a time zone",
            "một số, một ngày, hoặc ngày giờ có múi giờ",
            raw,
        )
    return value


def _direction(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    if raw not in ("ASC", "DESC"):
        raise refuse(name, "ASC or DESC", "ASC hoặc DESC", raw)
    return str(raw)


def _count(name: str, raw: Raw, namespaces: Namespaces) -> Value:
    value = number(raw)
    if not isinstance(value, int) or not 0 <= value <= 2**31 - 1:
        raise refuse(name, "a whole number from 0 on", "một số nguyên không âm", raw)
    return value


Reader = Callable[[str, Raw, Namespaces], Value]
READERS: Final[dict[Kind, Reader]] = {
    "event type": _event_type,
    "time": _time,
    "action": _action,
    "biz_step": _word("biz_step"),
    "disposition": _word("disposition"),
    "error_reason": _word("error_reason"),
    "measurement_type": _word("measurement_type"),
    "place": _place,
    "name": _name,
    "pattern": _pattern,
    "text": _plain,
    "uri": _plain,
    "hex": _hex,
    "boolean": _boolean,
    "number": _number,
    "void": _void,
    "scalar": _scalar,
    "comparable": _comparable,
    "attribute": _plain,
    "order": _plain,
    "direction": _direction,
    "count": _count,
}
