"""The chain as files: a table for a spreadsheet, a graph for other tools, the events themselves.

    CSV       one line a thing; UTF-8 with a mark of order, so that Excel reads Vietnamese
    GraphML   nodes and edges with their attributes (http://graphml.graphdrawing.org)
    EPCIS     a query document in JSON-LD, of the events this viewer may read

A file says no more than the page: what is locked there is locked here.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.translation import gettext

from txng.epcis.answers import Form, Told, query_document
from txng.journeys import svg
from txng.journeys.model import Chain, Thing

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GRAPHML: Final = "http://graphml.graphdrawing.org/xmlns"
_NODE_KEYS: Final = (
    ("name", "string"), ("code", "string"), ("kind", "string"), ("organisation", "string"),
    ("first", "string"), ("depth", "int"), ("share", "double"), ("amount", "string"),
    ("wanting", "boolean"),
)  # fmt: skip
_EDGE_KEYS: Final = (("relation", "string"), ("amount_told", "string"), ("kg", "double"))


def safe_cell(text: str) -> str:
    """A spreadsheet would run a cell that begins so; a leading apostrophe makes it text.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("Lô 7")
    ("'=HYPERLINK(1)", 'Lô 7')
    """
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def table_csv(chain: Chain) -> bytes:
    names = {one.id: one.name for one in chain.things.values()}
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for tie in chain.ties:
        before.setdefault(tie.target, []).append(names[tie.source])
        after.setdefault(tie.source, []).append(names[tie.target])
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\r\n")
    writer.writerow(
        (
            gettext("Vật"), gettext("Mã"), gettext("Tổ chức khai"), gettext("Lần ghi đầu"),
            gettext("Lần ghi cuối"), gettext("Số bước"), gettext("Khối lượng"), gettext("Tỷ lệ"),
            gettext("Một bước trước"), gettext("Một bước sau"), gettext("Còn thiếu"),
        )
    )  # fmt: skip
    for one in rows(chain):
        writer.writerow(
            map(
                safe_cell,
                (
                    one.name,
                    one.code,
                    one.organisation,
                    _moment(one.when),
                    _moment(one.last),
                    str(abs(one.depth)),
                    "; ".join(one.amounts),
                    "" if one.share is None else f"{one.share:.6f}",
                    "; ".join(before.get(one.id, ())),
                    "; ".join(after.get(one.id, ())),
                    "; ".join((*one.gaps, *one.findings)),
                ),
            )
        )
    return b"\xef\xbb\xbf" + told.getvalue().encode()


def rows(chain: Chain) -> list[Thing]:
    """In the order of the goods: by time, what nobody dated last."""
    return sorted(
        chain.things.values(),
        key=lambda one: (one.when is None, one.when.timestamp() if one.when else 0.0, one.id),
    )


def graphml(chain: Chain) -> bytes:
    root = Element("graphml", xmlns=GRAPHML)
    for owner, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name, kind in keys:
            attributes = {"id": name, "for": owner, "attr.name": name, "attr.type": kind}
            SubElement(root, "key", attributes)
    graph = SubElement(root, "graph", id="chain", edgedefault="directed")
    for one in rows(chain):
        node = SubElement(graph, "node", id=f"n{one.id}")
        _data(
            node,
            name=one.name, code=one.code, kind=one.kind.value, organisation=one.organisation,
            first=_moment(one.when), depth=one.depth, share=one.share,
            amount="; ".join(one.amounts), wanting=str(one.is_wanting).lower(),
        )  # fmt: skip
    for number, tie in enumerate(chain.ties):
        edge = SubElement(
            graph, "edge", id=f"e{number}", source=f"n{tie.source}", target=f"n{tie.target}"
        )
        _data(edge, relation=tie.kind, amount_told=tie.amount, kg=tie.kg)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")


def _data(holder: Element, **values: Any) -> None:
    for key, value in values.items():
        if value is not None and value != "":
            SubElement(holder, "data", key=key).text = svg.carried(str(value))


def epcis(recorded: Iterable[Any], now: datetime) -> bytes:
    """A document of everything told, oldest first."""
    ordered: Sequence[Any] = sorted(recorded, key=lambda one: (one.event.event_time, one.key))
    told = [Told(one.payload, one.event_id, one.record_time) for one in ordered]
    return query_document(told, Form(), now=now).body


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat(timespec="minutes")
