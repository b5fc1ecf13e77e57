"""The page docs/standards/epcis-query.md, written from the parameter table.

python -m txng.epcis.query.table > docs/standards/epcis-query.md
"""

import json
import sys

from txng.epcis.query.doors import MAX_CONDITIONS, MAX_VALUES
from txng.epcis.query.parameters import PARAMETERS, Parameter

_HEAD = """# SimpleEventQuery, parameter by parameter

Written from `txng.epcis.query.parameters` by `python -m txng.epcis.query.table`; a test compares them.
Lists are alternatives (or), parameters add up (and). A URL gives a list with `|` between the values or
as a key several times, a JSON body as an array, SOAP as a list of values; the three give one `Query`.
At most {values} values of a parameter and {conditions} conditions of a query.

What stands in braces is part of the name: `{{uom}}` a unit of UN/ECE Rec 20, `{{type}}` a CBV word in any
spelling or a URI, `{{field}}` an extension field (`prefix:name` with `@context` or `GS1-Extensions`, the
full IRI, `namespace#name`, or `{{namespace}}name` in SOAP), `{{attribute}}` an attribute of master data.

Test: `tests/eventstore/test_query.py`, under the id of the row. Each row is asked of a store by its
example and compared with the oracle `tests/epcis/query/oracle.py`, on both databases; worlds and
questions made by Hypothesis follow in `tests/eventstore/test_query_worlds.py`, and every example goes
through the three doors in `tests/epcis/query/test_doors.py`.

| Parameter | Value | Meaning | Nghĩa | Example | Test id |
|---|---|---|---|---|---|
"""
_TAIL = """
## Where official texts disagree

Accepted, with the same meaning: {also}.
`EQ_quantity` and every other list take a scalar too; `EXISTS_` takes nothing, `null`, `true`, `1`, and
`false` or `0`, which ask for nothing (GS1's OpenAPI file: "omitted or false: regardless").

`EQ_` of an extension field or an attribute (EPCIS 2.0 §8.2.7.1, "EQ_fieldname" of a String and of an
Int, Float or Time): a number of JSON, or a value of SOAP with the `xsi:type` of a number, is compared by
value, so 26 finds 26.0 of a JSON event and the text `26.0` of an XML element. A text is compared letter by
letter, so the lot `007` is not the lot `7`; it also finds a number of a JSON event that it writes, and a
time is the same moment in any zone. A URL and a list of SOAP can give texts only.

`eventType` takes the name of a type of somebody's own, too: the full IRI, `prefix:name` or, in SOAP,
`{{namespace}}name`. It takes `QuantityEvent`, which EPCIS 1.x has: it is read as an ObjectEvent, so
none is found.

## What is refused

A word of the CBV that the CBV does not have (`EQ_bizStep=shiping`) is refused as it is at capture: no
event could match it. The first `_` of `EQ_ATTR_{{field}}_{{attribute}}` that leaves two known names parts
them; where a name space has one, braces say it: `EQ_ATTR_{{https://example.org/my_ns#farm}}_cbvmda:city`.

A question that would read more than 100,000 events for one page, fewer when it has very many conditions
or patterns, or make the database work for more than seconds, is a QueryTooComplexException; so is one that
reads more than 20,000 while others as long are being answered (two of an organisation, three in all).
"""


def page() -> str:
    rows = "".join(map(_row, PARAMETERS))
    also = ", ".join(f"`{name}`" for row in PARAMETERS for name in row.also)
    head = _HEAD.format(values=f"{MAX_VALUES:,}", conditions=MAX_CONDITIONS)
    return head + rows + _TAIL.format(also=also)


def _row(row: Parameter) -> str:
    kind = f"list of {row.kind}" if row.many else row.kind
    test = "test_the_parameter" if row.operator else "test_the_parameter_of_the_answer"
    name, value = row.example
    example = f"{name}: {json.dumps(value, ensure_ascii=False)}".replace("|", "\\|")
    return (
        f"| `{row.name}` | {kind} | {row.sentence} | {row.sentence_vi} | `{example}`"
        f" | `{test}[..-{row.name}]` |\n"
    )


if __name__ == "__main__":
    sys.stdout.write(page())
