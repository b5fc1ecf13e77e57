"""SimpleEventQuery answered the slow and obvious way: every event, every parameter, one by one.

Written from EPCIS 2.0 §8.2.7.1 over decoded JSON, for tests only. It shares no code with the query
language: names are taken apart by its own expressions, and which spellings mean one thing is a table
that the small worlds of `worlds` are made from.
"""

import re
from datetime import UTC, datetime
from typing import Any, NamedTuple

from tests.epcis.query.story import ATTRIBUTES, CHILDREN, PREFIXES, THINGS, pattern_of


class Known(NamedTuple):
    """An event as an observer of the store knows it."""

    key: bytes
    event_id: str
    record_time: datetime
    owner: int
    members: dict[str, Any]


def answer(world: list[Known], question: dict[str, Any], owner: int | None = None) -> list[bytes]:
    """Keys of the matching events in the order asked for."""
    found = [
        known
        for known in world
        if (owner is None or known.owner == owner)
        and all(holds(known, name, value) for name, value in question.items())
    ]
    order_by = question.get("orderBy", "eventTime")
    direction = question.get("orderDirection", "DESC" if "orderBy" in question else "ASC")
    with_field = [known for known in found if rank(known, order_by) is not None]
    without = [known for known in found if rank(known, order_by) is None]
    with_field.sort(
        key=lambda known: (rank(known, order_by), known.key), reverse=direction == "DESC"
    )
    without.sort(key=lambda known: known.key, reverse=direction == "DESC")
    keys = [known.key for known in with_field + without]
    limit = question.get("eventCountLimit")
    return keys if limit is None else keys[:limit]


# --- small things -----------------------------------------------------------------------------


def thing(text: str) -> Any:
    return THINGS.get(text, ("private", text))


def bare(text: str) -> str:
    """shipping, urn:epcglobal:cbv:bizstep:shipping, https://ref.gs1.org/cbv/BizStep-shipping, .."""
    for expression in (
        r"urn:epcglobal:cbv:\w+:(\w+)", r"https://[rn][es][f]?\.gs1\.org/cbv/\w+-(\w+)",
        r"cbv:[A-Za-z]+-(\w+)", r"https://(?:www\.)?gs1\.org/voc/(\w+)", r"gs1:(\w+)",
    ):  # fmt: skip
        matched = re.fullmatch(expression, text)
        if matched:
            return matched[1]
    prefix, _, rest = text.partition(":")
    return PREFIXES[prefix] + rest if prefix in PREFIXES else text


def kind(text: str) -> str:
    """ObjectEvent, epcis:ObjectEvent, its IRI; ex:Tasting, {https://example.org/ns#}Tasting, its IRI."""
    return full(text).removeprefix("epcis:").removeprefix("https://ref.gs1.org/epcis/")


def many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def time(text: Any) -> datetime | None:
    if not isinstance(text, str) or not re.match(r"\d{4}-\d\d-\d\d", text):
        return None
    if len(text) == 10:
        text += "T00:00:00Z"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def figure(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def compared(value: Any, operator: str, bound: Any) -> bool:
    if value is None or bound is None:
        return False
    if isinstance(value, float) and isinstance(bound, float) and abs(value - bound) < 1e-7:
        return operator in ("EQ", "GE", "LE")
    return {
        "EQ": value == bound,
        "GT": value > bound,
        "GE": value >= bound,
        "LT": value < bound,
        "LE": value <= bound,
    }[operator]


def converted(value: float | None, unit: Any, to: str, difference: bool = False) -> float | None:
    """Kilograms, grams, tonnes; Celsius, Fahrenheit, Kelvin: all that the worlds measure in."""
    if value is None or not isinstance(unit, str):
        return None
    if unit == to:
        return value
    mass = {"KGM": 1.0, "GRM": 0.001, "TNE": 1000.0}
    if unit in mass and to in mass:
        return value * mass[unit] / mass[to]
    scale = {"CEL": (1.0, 0.0), "KEL": (1.0, 273.15), "FAH": (1.8, 32.0)}
    if unit in scale and to in scale:
        factor, zero = scale[unit]
        celsius = value / factor if difference else (value - zero) / factor
        factor, zero = scale[to]
        return celsius * factor if difference else celsius * factor + zero
    return None


def quantities(members: dict[str, Any]) -> list[dict[str, Any]]:
    lists = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
    return [element for name in lists for element in members.get(name, [])]


def sensor_metadata(members: dict[str, Any]) -> list[dict[str, Any]]:
    elements = members.get("sensorElementList", [])
    return [element["sensorMetadata"] for element in elements if "sensorMetadata" in element]


def sensor_reports(members: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        report
        for element in members.get("sensorElementList", [])
        for report in element.get("sensorReport", [])
    ]


# --- extensions -------------------------------------------------------------------------------


def full(name: str) -> str:
    """The IRI of ex:field, {https://example.org/ns#}field or the IRI itself."""
    if name.startswith("{"):
        return name[1:].replace("}", "", 1)
    prefix, _, rest = name.partition(":")
    return PREFIXES[prefix] + rest if prefix in PREFIXES else name


def holders(members: dict[str, Any], holder: str) -> list[dict[str, Any]]:
    match holder:
        case "":
            return [members]
        case "ILMD":
            return [members.get("ilmd", {})]
        case "ERROR_DECLARATION":
            return [members.get("errorDeclaration", {})]
        case "SENSORELEMENT":
            return list(members.get("sensorElementList", []))
        case "SENSORMETADATA":
            return sensor_metadata(members)
        case "SENSORREPORT":
            return sensor_reports(members)
        case place:
            return [members.get(place, {})]


def fields(members: dict[str, Any], holder: str, inner: bool, field: str) -> list[Any]:
    found = []
    for held in holders(members, holder):
        for name, value in held.items():
            if ":" not in name:
                continue
            if not inner and full(name) == field:
                found.append(value)
            if inner:
                found += nested(value, field)
    return found


def nested(value: Any, field: str) -> list[Any]:
    if isinstance(value, list):
        return [one for inner in value for one in nested(inner, field)]
    if not isinstance(value, dict):
        return []
    found = [inner for name, inner in value.items() if full(name) == field]
    return found + [one for inner in value.values() for one in nested(inner, field)]


def scalars(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [one for inner in value for one in scalars(inner)]
    if isinstance(value, dict):
        return [value["@value"]] if "@value" in value else []
    return [] if value is None else [value]


def equal(value: Any, wanted: Any) -> bool:
    """Asked for a number: whatever is stored, by its value. Asked for a text: a stored number by its
    value, a stored text letter by letter or as the same moment."""
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        return figure(value) == float(wanted)
    text = {True: "true", False: "false"}[wanted] if isinstance(wanted, bool) else str(wanted)
    if isinstance(value, bool):
        return text == ("true" if value else "false")
    if isinstance(value, int | float):
        return figure(text) is not None and figure(text) == float(value)
    return value == text or (time(value) is not None and time(value) == time(text))


EXTENSION = re.compile(
    r"(EQ|GT|GE|LT|LE|EXISTS)_(?:(INNER)_)?"
    r"(?:(ILMD|ERROR_DECLARATION|SENSORELEMENT|SENSORMETADATA|SENSORREPORT|readPoint|bizLocation)_)?"
    r"(?:(INNER)_)?(.+)"
)


def extension_holds(known: Known, name: str, value: Any) -> bool:
    matched = EXTENSION.fullmatch(name)
    assert matched, name
    operator, before, holder, after, field = matched.groups()
    assert ":" in field, f"{name} is a parameter that the oracle does not know"
    values = fields(known.members, holder or "", bool(before or after), full(field))
    if operator == "EXISTS":
        return not_void(value) or any(one not in (None, "", [], {}) for one in values)
    told = [one for value_ in values for one in scalars(value_)]
    if operator == "EQ":
        return any(equal(one, wanted) for one in told for wanted in many(value))
    bound = figure(value)
    if bound is not None:
        return any(compared(figure(one), operator, bound) for one in told)
    return any(compared(time(one), operator, time(value)) for one in told)


def not_void(value: Any) -> bool:
    """EXISTS_..=false asks for nothing."""
    return value in (False, 0, "false", "0")


# --- parameter by parameter -------------------------------------------------------------------


def holds(known: Known, name: str, value: Any) -> bool:
    members = known.members
    operator, _, rest = name.partition("_")
    if name in ("orderBy", "orderDirection", "eventCountLimit", "maxEventCount", "@context"):
        return True
    if name == "eventType":
        return kind(members["type"]) in map(kind, value)
    if rest == "eventTime":
        return compared(time(members["eventTime"]), operator, time(value))
    if rest == "recordTime":
        return compared(known.record_time, operator, time(value))
    if name == "EQ_action":
        return members.get("action") in value
    if name in ("EQ_bizStep", "EQ_disposition"):
        return rest in members and bare(members[rest]) in map(bare, value)
    if rest in ("persistentDisposition_set", "persistentDisposition_unset"):
        listed = members.get("persistentDisposition", {}).get(rest.rpartition("_")[2], [])
        return any(bare(one) == bare(wanted) for one in listed for wanted in value)
    if operator in ("EQ", "WD") and rest in ("readPoint", "bizLocation"):
        wanted = [thing(one) for one in value]
        if operator == "WD":
            for place in wanted:  # grows while it is walked
                wanted += [one for one in CHILDREN.get(place, []) if one not in wanted]
        return rest in members and thing(members[rest]["id"]) in wanted
    if name.startswith("EQ_bizTransaction_"):
        return listed_holds(members, "bizTransactionList", "bizTransaction", name, value)
    if name.startswith("EQ_source_"):
        return listed_holds(members, "sourceList", "source", name, value)
    if name.startswith("EQ_destination_"):
        return listed_holds(members, "destinationList", "destination", name, value)
    if name == "EQ_transformationID":
        told = members.get("transformationID")
        return told is not None and thing(told) in map(thing, value)
    if operator == "MATCH":
        return match_holds(members, rest, value)
    if name == "EQ_eventID":
        return known.event_id in value
    if rest in ("quantity", "percRank"):
        told = quantities(members) if rest == "quantity" else sensor_reports(members)
        return any(
            compared(figure(one.get(rest)), operator, figure(bound))
            for one in told
            for bound in many(value)
        )
    amount = re.fullmatch(
        r"(quantity|value|minValue|maxValue|meanValue|sDev|percValue)_([A-Z0-9]{2,4})", rest
    )
    if amount:
        field, unit = amount.groups()
        told = quantities(members) if field == "quantity" else sensor_reports(members)
        return any(
            compared(
                converted(figure(one.get(field)), one.get("uom"), unit, field == "sDev"),
                operator,
                figure(bound),
            )
            for one in told
            for bound in many(value)
        )
    if operator in ("HASATTR", "EQATTR") or rest.startswith("ATTR_"):
        return attribute_holds(members, name, value)
    declaration = members.get("errorDeclaration")
    if name == "EXISTS_errorDeclaration":
        return not_void(value) or declaration is not None
    if rest in ("errorDeclarationTime", "errorDeclaration_Time"):
        return declaration is not None and compared(
            time(declaration["declarationTime"]), operator, time(value)
        )
    if name == "EQ_errorReason":
        reason = (declaration or {}).get("reason")
        return reason is not None and bare(reason) in map(bare, value)
    if name == "EQ_correctiveEventID":
        return bool(set((declaration or {}).get("correctiveEventIDs", [])) & set(value))
    if name in ("EXISTS_sensorElementList", "EXISTS_sensorElement"):
        return not_void(value) or bool(members.get("sensorElementList"))
    return sensor_holds(known, name, value)


def listed_holds(
    members: dict[str, Any], listed: str, field: str, name: str, value: list[str]
) -> bool:
    kind = bare(name.split("_", 2)[2])
    return any(
        "type" in one and bare(one["type"]) == kind and thing(one[field]) in map(thing, value)
        for one in members.get(listed, [])
    )


def match_holds(members: dict[str, Any], rest: str, value: list[str]) -> bool:
    instances = {
        "epc": ["epcList", "childEPCs"],
        "parentID": ["parentID"],
        "inputEPC": ["inputEPCList"],
        "outputEPC": ["outputEPCList"],
        "anyEPC": ["epcList", "childEPCs", "parentID", "inputEPCList", "outputEPCList"],
    }
    classes = {
        "epcClass": ["quantityList", "childQuantityList"],
        "inputEPCClass": ["inputQuantityList"],
        "outputEPCClass": ["outputQuantityList"],
        "anyEPCClass": [
            "quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList",
        ],
    }  # fmt: skip
    if rest in instances:
        told = [one for name in instances[rest] for one in many(members.get(name, []))]
    else:
        told = [one["epcClass"] for name in classes[rest] for one in members.get(name, [])]
    return any(pattern_of(wanted)(thing(one)) for one in told for wanted in value)


def attribute_holds(members: dict[str, Any], name: str, value: list[Any]) -> bool:
    matched = re.fullmatch(r"(HASATTR|EQ_ATTR|EQATTR)_([^_]+)(?:_(.+))?", name)
    assert matched, name
    operator, field, attribute = matched.groups()
    told: list[Any]
    if field in ("readPoint", "bizLocation"):
        told = [members[field]["id"]] if field in members else []
    elif field == "epcClass":
        told = [one["epcClass"] for one in quantities(members)]
    elif field == "source":
        told = [one["source"] for one in members.get("sourceList", [])]
    else:
        told = [
            one
            for value_ in fields(members, "", False, full(field))
            for one in scalars(value_)
            if isinstance(one, str)
        ]
    known = [ATTRIBUTES[thing(one)] for one in told if thing(one) in ATTRIBUTES]
    if operator == "HASATTR":
        return any(full(wanted) in attributes for attributes in known for wanted in value)
    return any(
        equal(attributes[full(attribute)], wanted)
        for attributes in known
        if full(attribute) in attributes
        for wanted in value
    )


def sensor_holds(known: Known, name: str, value: Any) -> bool:
    operator, _, rest = name.partition("_")
    held = [*sensor_metadata(known.members), *sensor_reports(known.members)]
    told = [one[rest] for one in held if rest in one]
    if rest in ("time", "startTime", "endTime"):
        return any(compared(time(one), operator, time(value)) for one in told)
    match rest:
        case "booleanValue":
            return any(one is value for one in told)
        case "type":
            return any(bare(one) == bare(wanted) for one in told for wanted in value)
        case "hexBinaryValue":
            return any(one.lower() == wanted.lower() for one in told for wanted in value)
        case "deviceID" | "dataProcessingMethod" | "bizRules":
            return any(thing(one) == thing(wanted) for one in told for wanted in value)
        case "microorganism" | "chemicalSubstance" | "stringValue" | "uriValue":
            return any(one in value for one in told)
    return extension_holds(known, name, value)


def rank(known: Known, order_by: str) -> Any:
    """What an event is ordered by; None without the field."""
    if order_by == "eventTime":
        return time(known.members["eventTime"])
    if order_by == "recordTime":
        return known.record_time
    if order_by == "quantity":
        told = [one["quantity"] for one in quantities(known.members) if "quantity" in one]
        return (0, float(max(told))) if told else None
    for value in fields(known.members, "", False, full(order_by)):
        for one in scalars(value):
            if figure(one) is not None:
                return (0, figure(one))
            if time(one) is not None:
                return (1, time(one).timestamp())  # type: ignore[union-attr]
            return (
                2,
                {True: "true", False: "false"}.get(one, one) if isinstance(one, bool) else one,
            )
    return None
