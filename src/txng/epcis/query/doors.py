"""The three doors through which a query comes in: a URL, a JSON body, SOAP.

    parse_url([("EQ_bizStep", "shipping|receiving"), ("EXISTS_errorDeclaration", "")])
    parse_json({"EQ_bizStep": ["shipping", "receiving"], "EXISTS_errorDeclaration": None})
    parse_soap([("EQ_bizStep", ["shipping", "receiving"]), ("EXISTS_errorDeclaration", None)])

All three give the same `Query`. What is unknown, repeated, contradictory or mistyped is refused by
name (QueryParameterException), never ignored.

Source: EPCIS 2.0 §8.2.7.1; GS1's OpenAPI file (pipe-delimited lists) and query-schema.json.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from txng.epcis.context import Namespaces
from txng.epcis.errors import QueryParameterException
from txng.epcis.query import names, parameters
from txng.epcis.query.conditions import Condition
from txng.epcis.query.language import TYPED_ORDERS, Query
from txng.epcis.query.parameters import Found, Parameter
from txng.epcis.query.readings import STANDARD_FIELDS
from txng.epcis.query.values import READERS, Raw, Value, known_word, refuse
from txng.epcis.vocabulary import Field

MAX_VALUES: Final = 1000  # of one parameter
MAX_CONDITIONS: Final = 200
SoapValue = str | list[str] | None
"""One text (a `values.Figure` where its type says that it is a number), a list of them, or None for a
void holder (EXISTS_)."""


def parse_url(
    pairs: Iterable[tuple[str, str]], namespaces: Mapping[str, str] | None = None
) -> Query:
    """`pairs` are names and values of the URL, decoded; `namespaces` prefixes of the request.

    Lists are split at "|" and may be spread over several pairs of one name.
    """
    asked: dict[str, list[Raw]] = {}
    for name, value in pairs:
        found = parameters.find(name)
        is_list = found is not None and found.parameter.many
        asked.setdefault(name, []).extend(value.split("|") if is_list else [value])
    return _query(asked.items(), names.namespaces_of(dict(namespaces or {})))


def parse_json(members: Mapping[str, Any], namespaces: Mapping[str, str] | None = None) -> Query:
    """A query as the official JSON schema draws it; `namespaces` are prefixes of the request.

    A prefix that the query's own "@context" declares has the meaning that it has there.
    """
    spaces = names.namespaces_of(dict(namespaces or {}))
    if "@context" in members:
        spaces.read(members["@context"], "/@context", _refuse_context)
    asked = []
    for name, value in members.items():
        if name != "@context":
            asked.append((name, list(value) if isinstance(value, list | tuple) else [value]))
    return _query(asked, spaces)


def parse_soap(
    params: Iterable[tuple[str, SoapValue]], namespaces: Mapping[str, str] | None = None
) -> Query:
    """The (name, value) pairs of QueryParams; `namespaces` are the prefixes in force there."""
    asked: dict[str, list[Raw]] = {}
    for name, value in params:
        if name in asked:
            raise _repeated(name)
        asked[name] = list(value) if isinstance(value, list) else [value]
    return _query(asked.items(), names.namespaces_of(dict(namespaces or {})))


# --- what the doors share ---------------------------------------------------------------------


def _query(asked: Iterable[tuple[str, Sequence[Raw]]], namespaces: Namespaces) -> Query:
    conditions: dict[str, Condition] = {}
    shape: dict[str, Value] = {}
    for name, raws in asked:
        found = parameters.find(name)
        if found is None:
            raise _unknown(name)
        parameter = found.parameter
        read = [
            READERS[parameter.kind](name, raw, namespaces)
            for raw in _counted(parameter, name, raws)
        ]
        if not parameter.operator:
            shape[parameter.name] = read[0]
            continue
        condition = _condition(found, name, read, namespaces)
        if condition.name in conditions:  # by two spellings of one name
            raise _repeated(condition.name)
        conditions[condition.name] = condition
        if len(conditions) > MAX_CONDITIONS:
            raise QueryParameterException(
                f"Expected at most {MAX_CONDITIONS} conditions in a query, got more",
                detail_vi=f"Một câu hỏi có tối đa {MAX_CONDITIONS} điều kiện.",
            )
    ordered = tuple(sorted(conditions.values(), key=_by_table))
    return _shaped(ordered, shape, namespaces) if shape else Query(ordered)


def _counted(parameter: Parameter, name: str, raws: Sequence[Raw]) -> Sequence[Raw]:
    if not parameter.many and len(raws) != 1:
        raise QueryParameterException(
            f"Expected one value for {name}, got {len(raws)}",
            detail_vi=f"Tham số {name} chỉ nhận một giá trị, nhưng nhận được {len(raws)}.",
        )
    if not raws:
        raise QueryParameterException(
            f"Expected at least one value for {name}, got none",
            detail_vi=f"Tham số {name} cần ít nhất một giá trị.",
        )
    if len(raws) > MAX_VALUES:
        raise QueryParameterException(
            f"Expected at most {MAX_VALUES} values for {name}, got {len(raws)}",
            detail_vi=f"Tham số {name} nhận tối đa {MAX_VALUES} giá trị, nhưng có {len(raws)}.",
        )
    return raws


def _condition(found: Found, name: str, read: Sequence[Value], namespaces: Namespaces) -> Condition:
    parameter = found.parameter
    parts = _parts(found, name, namespaces) if found.parts else {}
    values = list(read)
    if parameter.operator == "HASATTR":
        values = [_attribute(str(value), namespaces) for value in read]
    unique = tuple(dict.fromkeys(values))
    return Condition(
        name=parameter.name.format(**_told(parts)) if parts else parameter.name,
        row=parameter.name,
        operator=parameter.operator,
        aspect=parameter.aspect,
        parts=tuple(parts.values()),
        # a list is a set of alternatives: its order says nothing
        values=tuple(sorted(unique, key=_by_text)) if parameter.many else unique,
    )


def _parts(found: Found, name: str, namespaces: Namespaces) -> dict[str, str]:
    """What the name holds, each part in its one spelling."""
    aspect = found.parameter.aspect
    parts: dict[str, str] = {}
    for part, text in _settled_split(found.parts, namespaces).items():
        if part == "type":
            parts[part] = known_word(name, _TYPES[aspect], text, namespaces)
        elif part == "field" and aspect == "attribute" and text in STANDARD_FIELDS:
            parts[part] = text
        elif part == "field":
            parts[part] = _field(name, text, namespaces)
        else:
            parts[part] = _attribute(text, namespaces) if part == "attribute" else text
    return parts


def _settled_split(parts: dict[str, str], namespaces: Namespaces) -> dict[str, str]:
    """Of EQ_ATTR_{field}_{attribute}, the first "_" that leaves two names whose name spaces are known.

    Where none does, the first "_" at all ends the field: `bizLocation_my_city`.
    """
    if "attribute" not in parts or parts["field"].startswith("{"):
        return parts
    words = f"{parts['field']}_{parts['attribute']}".split("_")
    for place in range(1, len(words)):
        field, attribute = "_".join(words[:place]), "_".join(words[place:])
        is_field = field in STANDARD_FIELDS or names.full(field, namespaces) is not None
        if is_field and names.full(attribute, namespaces) is not None:
            return {"field": field, "attribute": attribute}
    return parts


def _told(parts: dict[str, str]) -> dict[str, str]:
    """The parts as the full name of the parameter has them, so that it is read as it was."""
    field = parts.get("field", "")
    if "attribute" in parts and "_" in field:
        return parts | {"field": f"{{{field}}}"}
    return parts | {"field": names.written(field)} if field else parts


def _field(name: str, text: str, namespaces: Namespaces) -> str:
    full = names.full(text, namespaces)
    if full is None:
        if ":" not in text:
            raise _unknown(name)
        raise refuse(
            name,
            "a declared prefix (in @context or GS1-Extensions) or a full name",
            "tiền tố đã khai báo (trong @context hoặc GS1-Extensions) hay tên đầy đủ",
            text,
        )
    return full


def _attribute(text: str, namespaces: Namespaces) -> str:
    return names.full(text, namespaces) or names.settled(text)


_TYPES: Final[dict[str, Field]] = {
    "biz_transaction": "biz_transaction_type",
    "source": "source_destination_type",
    "destination": "source_destination_type",
}
_POSITIONS: Final = {
    parameter.name: position for position, parameter in enumerate(parameters.PARAMETERS)
}


def _by_text(value: Value) -> tuple[str, bool]:
    return str(value), isinstance(value, str)


def _by_table(condition: Condition) -> tuple[int, str]:
    return _POSITIONS[condition.row], condition.name


def _shaped(
    conditions: tuple[Condition, ...], shape: Mapping[str, Value], namespaces: Namespaces
) -> Query:
    limit, most = shape.get("eventCountLimit"), shape.get("maxEventCount")
    if limit is not None and most is not None:
        raise QueryParameterException(
            "Expected eventCountLimit or maxEventCount, got both",
            detail_vi="Chỉ dùng một trong hai tham số eventCountLimit và maxEventCount.",
        )
    if limit is not None and "orderBy" not in shape:
        raise QueryParameterException(
            "Expected orderBy beside eventCountLimit, got none",
            detail_vi="Tham số eventCountLimit cần đi cùng orderBy.",
        )
    order_by = str(shape.get("orderBy", "eventTime"))
    if order_by not in (*TYPED_ORDERS, "quantity"):
        full = names.full(order_by, namespaces)
        if full is None:
            raise refuse(
                "orderBy",
                "eventTime, recordTime, quantity or the full name of an extension field",
                "eventTime, recordTime, quantity hoặc tên đầy đủ của trường mở rộng",
                order_by,
            )
        order_by = full
    # the standard's default is descending; without orderBy a story is told from its beginning
    direction = shape.get("orderDirection", "DESC" if "orderBy" in shape else "ASC")
    return Query(
        conditions,
        order_by=order_by,
        descending=direction == "DESC",
        event_count_limit=limit if isinstance(limit, int) else None,
        max_event_count=most if isinstance(most, int) else None,
    )


def _unknown(name: str) -> QueryParameterException:
    shown = name if len(name) <= 80 else name[:77] + "..."
    return QueryParameterException(
        f"Expected a parameter of SimpleEventQuery, got {shown!r}",
        detail_vi=f"Không có tham số {shown!r}. Xem danh sách tham số ở /epcis/openapi.json.",
    )


def _repeated(name: str) -> QueryParameterException:
    return QueryParameterException(
        f"Expected {name} once, got it twice",
        detail_vi=f"Tham số {name} chỉ được nêu một lần.",
    )


def _refuse_context(rule: str, pointer: str, values: Mapping[str, object]) -> None:
    got = ", ".join(map(str, values.values()))
    raise refuse(
        "@context", f"name spaces that are known ({rule})", f"không gian tên hợp lệ ({rule})", got
    )
