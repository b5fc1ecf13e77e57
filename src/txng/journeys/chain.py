"""From traces to the chain of a page: nodes with names, gaps and shares; locks where others' records stand.

    upstream + downstream ──> what this viewer may know ──> Chain

An organisation gets the trace of its own events. Where the whole trace goes on beside one of its things, a
lock stands there: one before or after it, never how many, whose or what. It says whom to ask.
"""

import hmac
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext

from txng.epcis.mentions import things
from txng.gs1.identifier import identify
from txng.journeys.model import Act, Chain, Figure, Kind, Level, Thing, Tie, Viewer
from txng.journeys.question import Question
from txng.journeys.reading import Reader, is_plain_piece, local_time, mass, partners
from txng.repository.wording.names import LINK, Names, figure
from txng.trace.amounts import Amount, amount
from txng.trace.model import Composition, Relation, Trace, TraceNode, Truncation

KINDS: Final = {"sgtin": Kind.ITEM, "lgtin": Kind.LOT, "sscc": Kind.BOX, "gtin": Kind.PRODUCT}
ORIGINS_SHOWN: Final = 30


class Builder:
    """`up` and `down` are what the viewer may see; `whole` the traces that locks are read from."""

    def __init__(
        self,
        viewer: Viewer,
        canonical: str,
        traces: Sequence[Trace],
        whole: Sequence[Trace],
        names: Names,
        reader: Reader,
        findings: Mapping[str, list[str]],
    ) -> None:
        self._viewer = viewer
        self._root = canonical
        self._traces = traces
        self._whole = whole
        self._names = names
        self._reader = reader
        self._findings = findings
        self._is_public = viewer.level is Level.PUBLIC
        whose = f"{viewer.level.value} {viewer.organisation_id} {canonical} "
        self._key = settings.SECRET_KEY.encode() + whose.encode()
        self._ids: dict[str, str] = {}
        self._recorded: dict[bytes, Any] = {}
        self._void: dict[bytes, Any] = {}
        self._ends: dict[str, set[str]] = {"upstream": set(), "downstream": set()}
        for trace in traces:
            self._ends[trace.direction].update(trace.unknown_ends)
        self._shown = ""  # the thing whose events are read in full
        self._amounts: dict[Amount, str] = {}
        self._over: dict[tuple[str, str], None] | None = None
        self._of: dict[str, list[Any]] = {}  # canonical -> valid events, by time
        for trace in traces:
            for told in trace.events:
                self._recorded[told.recorded.key] = told.recorded
            if not self._is_public:
                self._void.update((one.key, one) for one in trace.voided)

    def id(self, text: str) -> str:
        found = self._ids.get(text)
        if found is None:
            found = hmac.digest(self._key, text.encode(), "sha256").hex()[:12]
            self._ids[text] = found
        return found

    def _written(self, size: Amount) -> str:
        """Thousands of lots weigh the same few weights."""
        found = self._amounts.get(size)
        if found is None:
            found = self._amounts[size] = self._names.amount(size)
        return found

    # --- all together --------------------------------------------------------------------------

    def chain(
        self, question: Question, missing_steps: Sequence[str], limits: Sequence[str]
    ) -> Chain:
        nodes = self._nodes()
        ids = {self.id(name) for name in nodes}
        self._shown = question.node if question.node in ids else self.id(self._root)
        self._names.learn(nodes)
        events = [*self._recorded.values(), *self._void.values()]
        self._reader.learn(events)
        acts = self._acts(nodes)
        ties = self._ties(nodes)
        found = {self.id(one): self._thing(one, node, way) for one, (node, way) in nodes.items()}
        locks, lock_ties = self._locks(nodes)
        found |= locks
        ties += lock_ties
        root = self.id(self._root)
        gaps = [gap for one in found.values() for gap in one.gaps] + list(missing_steps)
        is_product = identify(self._root).scheme == "gtin"
        origins, may_contain, unknown = self._composition(nodes)
        kept = Filter(found, ties, acts, root).keep(question)
        is_whole = len(kept) == len(found)
        return Chain(
            viewer=self._viewer,
            code=self._root,
            path=self._root.removeprefix(LINK[:-1]),
            name=self._names.thing(self._root),
            root=root,
            things={one: found[one] for one in found if one in kept},
            ties=tuple(tie for tie in ties if tie.source in kept and tie.target in kept),
            acts={
                one.id: one
                for one in acts.values()
                if _is_within(one, question) and (is_whole or not kept.isdisjoint(one.things))
            },
            figure=self._figure(acts.values(), len(gaps)),
            gaps=tuple(gaps),
            cuts=tuple(limits) + tuple(_cut(t.truncated) for t in self._traces if t.truncated),
            is_demonstration=_is_demonstration(self._root),
            is_product=is_product,
            is_empty=not events,
            events=len(self._recorded),
            hidden=len(found) - len(kept),
            origins=origins,
            may_contain=may_contain,
            unknown_share=unknown,
        )

    def _nodes(self) -> dict[str, tuple[TraceNode, int]]:
        """Canonical -> node and its way: -1 upstream, 1 downstream. Carriers of both ways are one."""
        found: dict[str, tuple[TraceNode, int]] = {}
        for trace in self._traces:
            way = -1 if trace.direction == "upstream" else 1
            for canonical, node in trace.nodes.items():
                known = found.get(canonical)
                if known is None or (
                    known[0].relation is Relation.CARRIER and node.relation is not Relation.CARRIER
                ):
                    found[canonical] = (node, way)
        return found

    def _acts(self, nodes: Mapping[str, Any]) -> dict[bytes, Act]:
        acts: dict[bytes, Act] = {}
        ordered = sorted(
            self._recorded.values(),
            key=lambda one: (one.event.event_time, one.record_time, one.key),
        )
        for one in ordered:
            named = list(dict.fromkeys(m.identifier.canonical for m in things(one.event)))
            told = [name for name in named if name in nodes]
            for name in told:
                self._of.setdefault(name, []).append(one)
            acts[one.key] = self._act(one, told)
        for one in sorted(self._void.values(), key=lambda one: (one.event.event_time, one.key)):
            told = [m.identifier.canonical for m in things(one.event)]
            acts[one.key] = self._act(
                one, list(dict.fromkeys(name for name in told if name in nodes)), is_void=True
            )
        return acts

    def _act(self, recorded: Any, told: Sequence[str], *, is_void: bool = False) -> Act:
        name = self.id("act " + recorded.key.hex())
        ids = tuple(map(self.id, told))
        in_full = is_void or self._shown in ids
        return self._reader.act(recorded, name, ids, is_void=is_void, in_full=in_full)

    def _ties(self, nodes: Mapping[str, Any]) -> list[Tie]:
        found: dict[tuple[str, str, str], list[Any]] = {}
        for trace in self._traces:
            for edge in trace.edges:
                if edge.source in nodes and edge.target in nodes:
                    listed = found.setdefault((edge.source, edge.target, edge.kind), [])
                    told = (edge.event, edge.quantity, edge.uom)
                    if told not in listed:  # both ways may tell one edge
                        listed.append(told)
        return [self._tie(*ends, listed) for ends, listed in found.items()]

    def _tie(self, source: str, target: str, kind: str, told: Sequence[Any]) -> Tie:
        ends = self.id(source), self.id(target), kind
        if self._is_public:
            return Tie(*ends)
        sizes = [amount(quantity, uom) for _, quantity, uom in told]
        known = [kg for size in sizes if (kg := mass(size)) is not None]
        shown = [self._written(size) for size in sizes if not is_plain_piece(size)]
        return Tie(*ends, amount=" + ".join(shown[:3]), kg=sum(known) if known else None)

    # --- one thing -----------------------------------------------------------------------------

    def _thing(self, canonical: str, node: TraceNode, way: int) -> Thing:
        thing = identify(canonical)
        is_root = canonical == self._root
        product = self._names.product(canonical)
        shows_code = is_root or not self._is_public
        kind = KINDS.get(thing.scheme, Kind.LOT if node.is_class else Kind.ITEM)
        events = self._of.get(canonical, [])
        is_up = way < 0 or is_root
        share = None if self._is_public else self._share(canonical)
        return Thing(
            id=self.id(canonical),
            name=self._names.thing(canonical)
            if shows_code
            else _withheld(kind, product, canonical),
            kind=kind,
            depth=way * node.depth,
            code=canonical if shows_code else "",
            path=canonical.removeprefix(LINK[:-1]) if shows_code and "/01/" in canonical else "",
            product=_told_product(kind, product, canonical),
            organisation=events[0].captured_by if events else "",
            when=local_time(events[0].event) if events else None,
            last=local_time(events[-1].event) if events else None,
            is_root=is_root,
            is_carrier=node.relation is Relation.CARRIER,
            share=share,
            amounts=() if self._is_public else self._first_amount(canonical, events),
            acts=tuple(self.id("act " + one.key.hex()) for one in events),
            gaps=self._gaps(canonical, kind, product) if is_up else (),
            findings=self._findings_of(canonical, events),
            is_open=self._is_open(canonical),
        )

    def _findings_of(self, canonical: str, events: Sequence[Any]) -> tuple[str, ...]:
        """What was found about it, and about the place or the process that its first event tells of."""
        first = [events[0].key.hex()] if events else []
        found = [one for key in (canonical, *first) for one in self._findings.get(key, ())]
        return tuple(dict.fromkeys(found))

    def _share(self, canonical: str) -> float | None:
        return next(
            (share for t in self._traces if (share := t.shares.get(canonical)) is not None), None
        )

    def _first_amount(self, canonical: str, events: Sequence[Any]) -> tuple[str, ...]:
        """What the first event that names it says of it."""
        for one in events[:1]:
            sizes = [
                amount(m.quantity, m.uom)
                for m in things(one.event)
                if m.identifier.canonical == canonical
            ]
            return tuple(self._written(size) for size in sizes if not is_plain_piece(size))
        return ()

    def _gaps(self, canonical: str, kind: Kind, product: str) -> tuple[str, ...]:
        if canonical not in self._ends["upstream"] or (canonical, "before") in self._edges_over():
            return ()
        if kind is Kind.PRODUCT:
            return ()
        if canonical == self._root:
            return (gettext("Chưa ai ghi mã này được làm ra ở đâu, từ nguyên liệu nào."),)
        name = (
            _withheld(kind, product, canonical) if self._is_public else self._names.thing(canonical)
        )
        return (gettext("Chưa rõ nguồn của %(what)s.") % {"what": name},)

    def _is_open(self, canonical: str) -> bool:
        is_end = canonical in self._ends["downstream"]
        return is_end and (canonical, "after") not in self._edges_over()

    # --- locks ---------------------------------------------------------------------------------

    def _edges_over(self) -> Mapping[tuple[str, str], None]:
        """(what the viewer sees, "before" or "after"): where the whole trace goes on."""
        if self._over is None:
            self._over = {}
            seen = {name for trace in self._traces for name in trace.nodes}
            for trace in self._whole:
                for edge in trace.edges:
                    if edge.target in seen and edge.source not in seen:
                        self._over.setdefault((edge.target, "before"))
                    elif edge.source in seen and edge.target not in seen:
                        self._over.setdefault((edge.source, "after"))
                side = "before" if trace.direction == "upstream" else "after"
                mine = self._ends[trace.direction]
                for end in sorted(mine & trace.nodes.keys() - set(trace.unknown_ends)):
                    self._over.setdefault((end, side))
        return self._over

    def _locks(
        self, nodes: Mapping[str, tuple[TraceNode, int]]
    ) -> tuple[dict[str, Thing], list[Tie]]:
        found: dict[str, Thing] = {}
        ties: list[Tie] = []
        for name, side in self._edges_over():
            if name not in nodes:
                continue
            node, way = nodes[name]
            lock = self.id(f"lock {side} {name}")
            known = self._of.get(name, [])
            others = partners(known, self._names, side)[:3]
            found[lock] = Thing(
                id=lock,
                name=gettext("Phần do tổ chức khác khai"),
                kind=Kind.LOCKED,
                depth=way * node.depth + (-1 if side == "before" else 1),
                organisation=gettext("Không thuộc phần bạn được xem"),
                when=local_time(known[0].event) if known else None,
                ask=", ".join(others),
            )
            ends = (lock, self.id(name)) if side == "before" else (self.id(name), lock)
            ties.append(Tie(*ends, "locked"))
        return found, ties

    # --- the whole -----------------------------------------------------------------------------

    def _figure(self, acts: Any, gaps: int) -> Figure:
        valid = [act for act in acts if not act.is_void]
        gardens = {act.spot for act in valid if act.is_harvest and act.spot}
        sites = {act.declared_by for act in valid if not act.is_harvest and not act.is_sale}
        sales = {act.spot for act in valid if act.is_sale and act.spot}
        return Figure(len(gardens), len(sites), None if self._is_public else len(sales), gaps)

    def _composition(
        self, nodes: Mapping[str, Any]
    ) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...], str]:
        if self._is_public:
            return (), (), ""
        found: Composition | None = next(
            (t.composition for t in self._traces if t.direction == "upstream"), None
        )
        if found is None or set(found.may_contain) <= {self._root}:
            return (), (), ""
        self._names.learn(found.may_contain)
        ordered = sorted(found.shares.items(), key=lambda one: (-(one[1] or 0), one[0]))
        origins = tuple(
            (self._names.thing(name), percent(share)) for name, share in ordered[:ORIGINS_SHOWN]
        )
        without = sorted(found.may_contain - found.shares.keys())
        unknown = percent(found.unknown) if found.unknown > 0.0005 else ""
        return origins, tuple(self._names.thing(one) for one in without[:ORIGINS_SHOWN]), unknown


def percent(share: float | None) -> str:
    return gettext("chưa rõ") if share is None else f"{figure(100 * share, 1)} %"


def _withheld(kind: Kind, product: str, canonical: str) -> str:
    """What the public reads instead of a code that is not on its label."""
    if kind is Kind.BOX:
        return gettext("Kiện hàng")
    if not product or product == canonical or product == canonical.removeprefix(LINK):
        return gettext("Lô nguyên liệu")
    return product


def _told_product(kind: Kind, product: str, canonical: str) -> str:
    """ "" for boxes, and where nobody described the product: its code is for those who may know it."""
    is_code = product in (canonical, canonical.removeprefix(LINK))
    return "" if kind is Kind.BOX or is_code else product


def _is_demonstration(canonical: str) -> bool:
    return canonical.startswith(f"{LINK}01/0952")  # GS1's range for demonstrations


def _cut(cut: Truncation | None) -> str:
    if cut is None:
        return ""
    told = gettext(
        "Dừng ở %(nodes)d vật và %(events)d sự kiện (giới hạn %(limit)d): câu trả lời chưa đầy đủ."
    ) % {"nodes": cut.nodes, "events": cut.events, "limit": cut.limit}
    if cut.not_followed:
        told += " " + gettext("Còn ít nhất %(count)d vật chưa được đi tiếp.") % {
            "count": cut.not_followed
        }
    return told


# --- filters --------------------------------------------------------------------------------------


def _is_within(act: Act, question: Question) -> bool:
    day: date = act.when.date()
    return not (
        (question.first and day < question.first) or (question.last and day > question.last)
    )


class Filter:
    """Which things stay: by distance, by days, and those that want something with the way to them."""

    def __init__(
        self, found: Mapping[str, Thing], ties: Sequence[Tie], acts: Mapping[bytes, Act], root: str
    ) -> None:
        self._found = found
        self._ties = ties
        self._acts = {act.id: act for act in acts.values()}
        self._root = root

    def keep(self, question: Question) -> set[str]:
        kept = set(self._found)
        if question.depth:
            kept = {one for one in kept if abs(self._found[one].depth) <= question.depth}
        if question.first or question.last:
            kept = {one for one in kept if self._is_seen(self._found[one], question)}
        if question.missing:
            kept &= self._ways_to(lambda thing: thing.is_wanting)
        return kept | {self._root}

    def _is_seen(self, thing: Thing, question: Question) -> bool:
        return any(_is_within(self._acts[act], question) for act in thing.acts if act in self._acts)

    def _ways_to(self, is_wanted: Callable[[Thing], bool]) -> set[str]:
        """The wanted things and one shortest way from each to the traced one."""
        beside: dict[str, list[str]] = {}
        for tie in self._ties:
            beside.setdefault(tie.source, []).append(tie.target)
            beside.setdefault(tie.target, []).append(tie.source)
        towards: dict[str, str] = {self._root: ""}
        queue = deque([self._root])
        while queue:
            name = queue.popleft()
            for step in sorted(beside.get(name, ())):
                if step not in towards:
                    towards[step] = name
                    queue.append(step)
        kept: set[str] = set()
        for name, thing in self._found.items():
            step = name if is_wanted(thing) else ""
            while step and step not in kept:
                kept.add(step)
                step = towards.get(step, "")
        return kept
