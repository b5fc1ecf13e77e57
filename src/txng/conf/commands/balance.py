"""txng balance: does it add up, for a lot and what it was made from, for a site, for a plot."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from txng.conf.commands.codes import asked, moment, names, unknown_code
from txng.conf.commands.framework import command, require_initialised
from txng.conf.console import FOUND, Console, Problem, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from txng.repository.queries import PlotBalance
    from txng.repository.wording.names import Names
    from txng.trace.balance.of_site import Line, SiteBalance
    from txng.trace.balance.of_thing import Balance
    from txng.trace.findings import Finding


@command(
    "balance",
    summary=N_(
        "Cân bằng khối lượng: đầu vào có đủ cho đầu ra không.\n\n"
        "Xét một lô và mọi thứ làm ra nó (CODE); một địa điểm trong một kỳ (--site, --from, --to); hoặc"
        " một thửa trong một vụ (--plot, --season). Mỗi kết luận nêu số liệu, căn cứ và sự kiện làm chứng."
        " Kết thúc với mã 3 khi có điều không khớp."
    ),
    examples=(
        "txng balance '(01)09521234000013(10)LOT-1'",
        "txng balance --site 9521006000012 --from 2025-01-01 --to 2025-12-31",
        "txng balance --plot https://id.gs1.org/414/9521016000019/254/LD-0009 --season 2026",
        "txng balance --all --json '(01)09521234000013(10)LOT-1'",
    ),
)
@click.argument("code", metavar="CODE", required=False)
@click.option("--site", metavar="GLN", help=N_("Địa điểm cần xét."))
@click.option("--from", "first", metavar="DATE", help=N_("Ngày đầu kỳ."))
@click.option("--to", "last", metavar="DATE", help=N_("Ngày cuối kỳ, tính cả ngày đó."))
@click.option("--plot", metavar="CODE", help=N_("Thửa cần xét."))
@click.option("--season", metavar="SEASON", help=N_("Vụ: năm bắt đầu, hoặc năm và tháng bắt đầu."))
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help=N_("Đọc nhiều nhất N sự kiện cho --site (mặc định 100000)."),
)
@click.option("--all", "is_all", is_flag=True, help=N_("In cả những điều khớp."))
def balance(
    console: Console,
    code: str | None,
    site: str | None,
    first: str | None,
    last: str | None,
    plot: str | None,
    season: str | None,
    limit: int | None,
    is_all: bool,
) -> None:
    given = [one is not None for one in (code, site, plot)]
    if (
        sum(given) != 1
        or (site is None) != (first is None is last)
        or (plot is None) != (season is None)
    ):
        raise Problem(
            "usage",
            _("Hỏi một trong ba: CODE; --site với --from và --to; --plot với --season."),
            _("Xem cách dùng: %(command)s --help") % {"command": "txng balance"},
        )
    require_initialised()
    if code is not None:
        found = _of_thing(console, code, is_all=is_all)
    elif site is not None and first is not None and last is not None:
        found = _of_site(console, site, first, last, limit=limit, is_all=is_all)
    else:
        found = _of_plot(console, str(plot), str(season), is_all=is_all)
    if any(one.verdict.value == "broken" for one in found):
        raise click.exceptions.Exit(FOUND)


def _of_thing(console: Console, code: str, *, is_all: bool) -> "Iterable[Finding]":
    from txng.accounts import actors
    from txng.repository import queries

    found = asked(code, lambda: queries.balance_of_thing(actors.operator(), code))
    if not found.events:
        raise unknown_code(found.subject)
    if console.is_json:
        console.result(_with_sentences(found))
    else:
        called = names()
        console.line(found.subject)
        console.line(called.thing(found.subject))
        _tell(console, found.findings, called, is_all=is_all)
    return found.findings


def _of_site(
    console: Console, site: str, first: str, last: str, *, limit: int | None, is_all: bool
) -> "Iterable[Finding]":
    from txng.accounts import actors
    from txng.repository import queries
    from txng.trace.balance.of_site import DEFAULT_LIMIT
    from txng.trace.errors import PeriodError

    begin, end = moment(first, "--from"), moment(last, "--to", end_of_day=True)
    try:
        found = asked(
            site,
            lambda: queries.balance_of_site(
                actors.operator(), site, begin, end, limit=limit or DEFAULT_LIMIT
            ),
        )
    except PeriodError:
        raise Problem(
            "usage",
            _("Kỳ phải kết thúc sau khi bắt đầu: %(first)s, %(last)s.")
            % {"first": first, "last": last},
            _("Sửa --from hoặc --to rồi hỏi lại."),
        ) from None
    if not found.events:
        raise unknown_code(found.site)
    if console.is_json:
        console.result(_with_sentences(found))
    else:
        called = names()
        console.line(found.site)
        console.line(f"{called.place(found.site)}: {first} – {last}")
        _tell_lines(console, found, called)
        if found.is_cut:
            console.line(
                _(
                    "Dừng ở %(count)s sự kiện nên chưa lập được sổ: thêm --limit, hoặc hỏi kỳ sớm hơn."
                )
                % {"count": number(found.events)}
            )
        shown = [
            one for one in found.findings if is_all or one.rule != "site.account" or _is_open(one)
        ]
        _tell(console, shown, called, is_all=is_all, counted=found.findings)
    return found.findings


def _of_plot(console: Console, plot: str, season: str, *, is_all: bool) -> "Iterable[Finding]":
    from txng.accounts import actors
    from txng.repository import queries
    from txng.trace.errors import PeriodError

    try:
        found = asked(plot, lambda: queries.balance_of_plot(actors.operator(), plot, season))
    except PeriodError:
        raise Problem(
            "usage",
            _(
                "--season cần một năm như 2025 hoặc một tháng như 2025-10, nhưng nhận được “%(got)s”."
            )
            % {"got": season},
            _("Sửa --season rồi hỏi lại."),
        ) from None
    if console.is_json:
        console.result(_with_sentences(found))
    else:
        called = names()
        console.line(found.plot)
        console.line(called.place(found.plot))
        _tell(console, found.findings, called, is_all=True)
    return found.findings


def _with_sentences(found: "Balance | SiteBalance | PlotBalance") -> dict[str, Any]:
    """The answer for a machine, each finding with its sentence in the spoken language."""
    from txng.repository.wording import findings as words

    called = names()
    called.learn(words.mentioned(found.findings))
    told = found.as_dict()
    for plain, one in zip(told["findings"], found.findings, strict=True):
        plain["sentence"] = words.sentence(one, called)
    return told


# --- telling --------------------------------------------------------------------------------------


def _tell(
    console: Console,
    findings: "Iterable[Finding]",
    called: "Names",
    *,
    is_all: bool,
    counted: "Iterable[Finding] | None" = None,
) -> None:
    from txng.repository.wording import findings as words

    listed = list(findings)
    every = listed if counted is None else list(counted)
    called.learn(words.mentioned(listed))
    console.line()
    console.line(
        _("%(broken)s điều không khớp, %(unknown)s điều chưa kết luận được, %(holds)s điều khớp.")
        % {
            name: number(sum(one.verdict.value == name for one in every))
            for name in ("broken", "unknown", "holds")
        }
    )
    for one in listed:
        if not is_all and not _is_open(one):
            continue
        console.line(f"  {words.label(one)}  {words.sentence(one, called)}")
        details = [words.basis(one)]
        if one.verdict.value == "broken":
            details += [words.legal(one), _evidence(one)]
        for detail in filter(None, details):
            console.line(f"      {detail}")


def _is_open(finding: "Finding") -> bool:
    return finding.verdict.value != "holds"


def _evidence(finding: "Finding") -> str:
    if not finding.events:
        return ""
    shown = ", ".join(key.hex() for key in finding.events[:3])
    more = len(finding.events) - 3
    return _("Sự kiện: %(keys)s") % {"keys": shown + (f" (+{number(more)})" if more > 0 else "")}


def _tell_lines(console: Console, found: "SiteBalance", called: "Names") -> None:
    """One line of figures for each product; columns that are nothing everywhere are left out."""
    called.learn(line.product for line in found.lines)
    headings = {
        "opening": _("đầu kỳ"),
        "received": _("nhận"),
        "made": _("làm ra"),
        "appeared": _("không rõ nguồn"),
        "counted": _("kiểm kê"),
        "used": _("dùng"),
        "shipped": _("giao"),
        "sold": _("bán"),
        "lost": _("mất"),
        "closing": _("cuối kỳ"),
    }
    for line in found.lines:
        told = _figures(line)
        parts = [
            f"{headings[name]} {_figure(told[name], line.unit)}"
            for name in headings
            if told[name] != 0 or name in ("opening", "closing")
        ]
        console.line(f"  {called.product(line.product)} ({_unit(line.unit)}): {', '.join(parts)}")


def _figures(line: "Line") -> dict[str, Any]:
    return {"opening": line.opening, **line.flows, "closing": line.closing}


def _figure(value: Any, unit: str) -> str:
    from txng.repository.wording.names import figure

    return _("chưa rõ") if value is None else figure(value, 0 if unit == "H87" else 1)


def _unit(unit: str) -> str:
    return {"KGM": "kg", "H87": _("đơn vị")}.get(unit, unit)
