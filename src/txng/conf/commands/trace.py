"""txng trace: where a thing came from and where it went, as far as the records say.

txng trace CODE        the question, whatever the code looks like
txng trace rebuild     the relations behind the answers, told once more: `commands/relations.py`
txng trace check       ... compared with the events
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Literal

import click

from txng.conf.commands.framework import Group, command, require_initialised
from txng.conf.commands.recall import recall
from txng.conf.commands.relations import check, rebuild
from txng.conf.console import Console, Problem, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_
from txng.conf.speech import spoken

if TYPE_CHECKING:
    from txng.trace.model import Trace

Direction = Literal["up", "down"]
HEADINGS: dict[Direction, str] = {"up": N_("Từ đâu tới"), "down": N_("Đi tới đâu")}
MEMBERS: dict[Direction, str] = {"up": "upstream", "down": "downstream"}
GS1 = "https://id.gs1.org/"
NAME = "urn:epcglobal:cbv:mda:name"
ENGLISH_NAME = "urn:txng:voc:nameEn"
ACTIVITY = "urn:txng:voc:activity"
UNKNOWN_SHOWN = 10
PARTS_SHOWN = 5


class _CodeOrWord(Group):
    """What is no word of a command is a code: codes are never such words."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in self.commands:
            args = [_OF, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] == _OF:
            return "", of, args[1:]
        return super().resolve_command(ctx, args)


_OF = "of"


@command(
    _OF,
    summary=N_(
        "Hỏi đường đi của một lô, một sản phẩm hay một kiện hàng.\n\n"
        "CODE là bất cứ gì in trên nhãn: địa chỉ Digital Link, chuỗi (01)...(10)..., EPC URN, GTIN"
        " hoặc SSCC. Không chọn hướng thì hỏi cả hai.\n\n"
        "Còn có: txng trace recall CODE (danh sách phải thu hồi), txng trace rebuild (lập lại các quan hệ"
        " từ sự kiện) và txng trace check (đối chiếu)."
    ),
    examples=(
        "txng trace '(01)09521234000013(10)LOT-1'",
        "txng trace --up https://id.gs1.org/01/09521234000013/10/LOT-1",
        "txng trace --down --json urn:epc:id:sscc:9521234.0000000001",
    ),
)
@click.argument("code", metavar="CODE")
@click.option("--up", is_flag=True, help=N_("Chỉ hỏi nguồn gốc."))
@click.option("--down", is_flag=True, help=N_("Chỉ hỏi nơi hàng đã tới."))
def of(console: Console, code: str, up: bool, down: bool) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.gs1.errors import Gs1Error
    from txng.repository import queries

    wanted: list[Direction] = []
    if up or not down:
        wanted.append("up")
    if down or not up:
        wanted.append("down")
    operator = actors.operator()
    try:
        found = {direction: queries.trace(operator, code, direction) for direction in wanted}
    except Gs1Error as error:
        raise Problem(
            "bad-code",
            _("Không đọc được mã “%(code)s”. %(why)s")
            % {"code": code, "why": f"{error}." if spoken() == "en" else error.vi},
            _("So lại từng ký tự với nhãn."),
            members={"reason": str(error)},
        ) from None
    if not any(answer.events or answer.voided for answer in found.values()):
        raise Problem(
            "unknown-code",
            _("Chưa có sự kiện nào nhắc tới %(code)s.") % {"code": _canonical(found.values())},
            _("Kiểm tra lại mã, hoặc hỏi người bán đã khai báo chưa."),
        )
    if console.is_json:
        console.result(
            {MEMBERS[direction]: answer.as_dict() for direction, answer in found.items()}
        )
        return
    console.line(_canonical(found.values()))
    for direction, answer in found.items():
        _tell(console, direction, answer)


trace = _CodeOrWord("trace", commands=[recall, rebuild, check], help=of.help)


def _canonical(answers: "Iterable[Trace]") -> str:
    return next(iter(answers)).canonical


def _tell(console: Console, direction: Direction, answer: "Trace") -> None:
    names = place_names([told.recorded for told in answer.events])
    console.line()
    console.line(
        _("%(heading)s (%(count)s sự kiện)")
        % {"heading": _(HEADINGS[direction]), "count": number(len(answer.events))}
    )
    for told in answer.events:
        console.line("  " + event_line(told.recorded, _short(told.of), names))
    for line in _parts(answer):
        console.line("  " + line)
    for own, thing in sorted(answer.aliases.items()):
        console.line(
            "  " + _("Mã riêng %(own)s được khai là %(thing)s.")
            % {"own": own, "thing": _short(thing)}
        )  # fmt: skip
    if answer.voided:
        console.line(
            "  " + _("%(count)s sự kiện đã bị đính chính.") % {"count": number(len(answer.voided))}
        )
    if answer.unknown_ends:
        ends = ", ".join(map(_short, answer.unknown_ends[:UNKNOWN_SHOWN]))
        more = len(answer.unknown_ends) - UNKNOWN_SHOWN
        sentence = _("Chưa ai khai nguồn gốc của: %(things)s")
        if direction == "down":
            sentence = _("Chưa ai khai điểm cuối của: %(things)s")
        console.line(
            "  " + sentence % {"things": ends + (f" (+{number(more)})" if more > 0 else "")}
        )
        console.line(
            "  "
            + _("Biết điểm đầu hoặc điểm cuối của %(share)s số vật.")
            % {"share": _percent(answer.ends_known)}
        )
    if answer.truncated:
        console.line(
            "  " + _("Dừng ở %(limit)s vật: danh sách chưa đầy đủ.")
            % {"limit": number(answer.truncated.limit)}
        )  # fmt: skip


def _parts(answer: "Trace") -> Iterable[str]:
    """Upstream, when there is a mix: how much of it is of which beginning, as far as quantities tell."""
    made = answer.composition
    if answer.direction != "upstream" or len(made.may_contain) < 2:
        return
    known = sorted(
        ((share, name) for name, share in made.shares.items() if share is not None), reverse=True
    )
    parts = [f"{_short(name)} {_percent(share)}" for share, name in known[:PARTS_SHOWN]]
    if len(known) > PARTS_SHOWN:
        rest = sum(share for share, _name in known[PARTS_SHOWN:])
        parts.append(_("các lô khác %(share)s") % {"share": _percent(rest)})
    if made.unknown > 0:
        parts.append(_("chưa rõ %(share)s") % {"share": _percent(made.unknown)})
    yield _("Gồm: %(parts)s") % {"parts": ", ".join(parts)}
    yield _("Có thể chứa %(count)s nguồn.") % {"count": number(len(made.may_contain))}


def _percent(share: float) -> str:
    return f"{number(100 * share, 1)} %"


def event_line(recorded: Any, of: str = "", names: dict[str, str] | None = None) -> str:
    """One event on one line: when, what, of which thing, where, by whom."""
    names = place_names([recorded]) if names is None else names
    columns = [
        f"{_local(recorded.event):%Y-%m-%d %H:%M}",
        f"{_title(recorded):<20}",
        of,
        names.get(_location(recorded.event), ""),
        recorded.captured_by,
    ]
    return "  ".join(text for text in columns if text).rstrip()


def _title(recorded: Any) -> str:
    from txng.epcis import vocabulary
    from txng.epcis.extensions import extensions
    from txng.resolver.words import step_title

    activity = str(extensions(recorded.payload).get(ACTIVITY) or "")
    return step_title(activity, vocabulary.bare("biz_step", recorded.event.biz_step or ""))


def place_names(events: "Sequence[Any]") -> dict[str, str]:
    """Places of events to their names, asked in one question."""
    from txng.gs1.errors import Gs1Error
    from txng.gs1.identifier import identify
    from txng.repository import queries

    canonical: dict[str, str] = {}
    for place in {_location(recorded.event) for recorded in events} - {""}:
        try:
            canonical[place] = identify(place).canonical
        except Gs1Error:  # a location nobody can name
            continue
    known = queries.vocabulary(set(canonical.values()))
    return {place: _name(known.get(identity, {})) for place, identity in canonical.items()}


def _name(attributes: dict[str, Any]) -> str:
    english = attributes.get(ENGLISH_NAME) if spoken() == "en" else None
    return str(english or attributes.get(NAME, ""))


def _location(event: Any) -> str:
    place = event.biz_location or event.read_point
    return place.id if place is not None else ""


def _local(event: Any) -> datetime:
    """The event's time on the clock where it happened."""
    offset = event.event_time_zone_offset
    shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    moment: datetime = event.event_time
    return moment.astimezone(timezone(-shift if offset[0] == "-" else shift))


def _short(canonical: str) -> str:
    return canonical.removeprefix(GS1)
