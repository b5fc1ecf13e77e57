"""A graph as SVG text: inside the page with links, or alone as a file with its own colours.

Written here and not in a template: 1,500 boxes are 15,000 look-ups, half a second of Django's engine and
20 ms of this. Everything that anybody declared goes through `escape`; numbers are our own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from txng.journeys.drawing import Curve, Graph, Shape, Strip

STYLE: Final = (
    ".strip{fill:#f3f6f4}.strip--odd{fill:#fff}.lane{font-size:13px;font-weight:700;fill:#4b5a52}"
    ".curve{fill:none;stroke:#4b5a52;opacity:.7}.head{fill:#4b5a52}"
    ".curve--containment,.curve--locked{stroke-dasharray:2 5}"
    ".curve--back{stroke:#c4262d;stroke-dasharray:8 5}.plate{fill:#fff;stroke:#4b5a52}"
    ".node--box .plate{fill:#e9f1fa}.node--root .plate{fill:#e4f2e9;stroke:#0b5c36;stroke-width:3}"
    ".node--wanting .plate{fill:#fdf1d3;stroke:#d49a0b;stroke-width:2}"
    ".node--locked .plate{fill:#d3ddd7;stroke-dasharray:4 4}text{fill:#16211b}"
    ".first{font-size:13px;font-weight:700}.second{font-size:12px}"
    ".mark{font-size:18px;font-weight:700;fill:#6b4700;text-anchor:middle}"
)
HEAD: Final = (
    '<defs><marker id="head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="9" markerHeight="9"'
    ' markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" class="head"/></marker></defs>'
)


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses: of runs by id, and of a thing, whose id comes between `before` and `after`."""

    runs: Mapping[str, str]
    before: str
    after: str
    selected: str

    def of(self, shape: Shape) -> str:
        if shape.is_run:
            return f"?{self.runs[shape.id]}"
        return f"?{self.before}&node={shape.thing}{self.after}"


def page_svg(graph: Graph, links: Links) -> SafeString:
    label = _told(gettext("Sơ đồ hành trình"))
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" {_size(graph)} role="group"'
        f' aria-label="{label}" data-start="{graph.start}">'
    )
    shapes = [_linked(shape, graph, links) for shape in graph.shapes]
    return mark_safe("\n".join((opening, HEAD, *_ground(graph), *shapes, "</svg>")))  # noqa: S308


def file_svg(graph: Graph, title: str) -> str:
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {_size(graph)}'
        ' font-family="Be Vietnam Pro, Noto Sans, sans-serif">'
        f'<title>{_told(title)}</title><style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>'
    )
    shapes = [
        f'<g class="{_kinds(shape)}"><title>{_told(shape.label)}</title>{_inside(shape, graph)}</g>'
        for shape in graph.shapes
    ]
    return "\n".join((opening, HEAD, *_ground(graph), *shapes, "</svg>"))


def carried(text: str) -> str:
    """Without the characters that no XML 1.0 can carry."""
    return "".join(
        one
        for one in text
        if one in "\t\n\r"
        or " " <= one <= "\ud7ff"
        or "\ue000" <= one <= "\ufffd"
        or one > "\uffff"
    )


def _told(text: str) -> str:
    return escape(carried(text))


def _size(graph: Graph) -> str:
    return (
        f'width="{graph.width}" height="{graph.height}" viewBox="0 0 {graph.width} {graph.height}"'
    )


def _ground(graph: Graph) -> list[str]:
    return [
        *(_strip(strip, graph.width) for strip in graph.strips),
        *map(_curve, graph.curves),
        *(
            f'<text class="lane" x="24" y="{strip.text_y}">{_told(strip.name)}</text>'
            for strip in graph.strips
        ),
    ]


def _strip(strip: Strip, width: int) -> str:
    odd = "" if strip.is_even else " strip--odd"
    return f'<rect class="strip{odd}" x="0" y="{strip.y}" width="{width}" height="{strip.height}"/>'


def _curve(curve: Curve) -> str:
    label = f"<title>{_told(curve.label)}</title>" if curve.label else ""
    return (
        f'<path class="curve curve--{curve.kind}" d="{curve.path}" stroke-width="{curve.width}"'
        f' marker-end="url(#head)">{label}</path>'
    )


def _linked(shape: Shape, graph: Graph, links: Links) -> str:
    here = ' aria-current="true"' if shape.id == links.selected else ""
    return (
        f'<a class="{_kinds(shape)}" id="n{shape.id}" href="{_told(links.of(shape))}"'
        f' aria-label="{_told(shape.label)}"{here} data-next="{" ".join(shape.steps)}"'
        f' data-back="{" ".join(shape.back)}" data-x="{shape.x}">{_inside(shape, graph)}</a>'
    )


def _kinds(shape: Shape) -> str:
    return " ".join(("node", *(f"node--{kind}" for kind in shape.kind.split())))


def _inside(shape: Shape, graph: Graph) -> str:
    width, height = graph.box_width, graph.box_height
    plates = [(shape.x + 5, shape.y + 5)] if shape.is_run else []
    plates.append((shape.x, shape.y))
    drawn = "".join(
        f'<rect class="plate" x="{x}" y="{y}" width="{width}" height="{height}" rx="6"/>'
        for x, y in plates
    )
    x = shape.x + 12
    drawn += f'<text class="first" x="{x}" y="{shape.y + 20}">{_told(shape.first)}</text>'
    drawn += f'<text class="second" x="{x}" y="{shape.y + 38}">{_told(shape.second)}</text>'
    if shape.marks:
        mark_x = shape.x + width - 14
        drawn += f'<text class="mark" x="{mark_x}" y="{shape.y + 20}">{_told(shape.marks)}</text>'
    return drawn
