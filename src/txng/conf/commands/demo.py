"""txng demo: the fictional province, entered through the same capture door as everything else."""

import time
from typing import Literal

import click

from txng.conf.commands.framework import Group, command, require_initialised
from txng.conf.console import SYSTEM, Console, Problem, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

Size = Literal["small", "province"]
# What `documents(size)` yields, roughly: only the progress bar needs it.
EVENTS_EXPECTED: dict[Size, int] = {"small": 5_000, "province": 1_000_000}


@click.group("demo", cls=Group, help=N_("Dữ liệu trình diễn: một tỉnh hư cấu để xem và thử."))
def demo() -> None:
    pass


demo.examples = ("txng demo load --size small",)


@command(
    "load",
    summary=N_(
        "Nạp tỉnh trình diễn: năm chuỗi hàng, doanh nghiệp hư cấu.\n\n"
        "Cỡ small có khoảng 5.000 sự kiện, cỡ province khoảng 1 triệu. Nạp dở dang thì chạy lại:"
        " phần đã có được bỏ qua."
    ),
    examples=("txng demo load --size small", "txng demo load --size province --if-empty"),
)
@click.option(
    "--size",
    type=click.Choice(tuple(EVENTS_EXPECTED)),
    default="small",
    help=N_("small hoặc province; mặc định small."),
)
@click.option("--if-empty", is_flag=True, help=N_("Không làm gì nếu kho đã có sự kiện."))
def load(console: Console, size: Size, if_empty: bool) -> None:
    require_initialised()
    from django.conf import settings

    from txng.accounts import actors, journal, queries
    from txng.demo import assessments, certificates, labels, plan
    from txng.repository import queries as repository

    operator = actors.operator()
    if queries.demonstration_is_loaded():
        _stop_or_skip(console, size, if_empty)
        return
    if if_empty and not repository.is_empty() and not queries.demonstration_was_interrupted():
        console.aside(_("Kho đã có sự kiện: không nạp dữ liệu trình diễn."))
        _answer(console, size, 0, 0, 0.0)
        return
    journal.record(operator, "demonstration.started", queries.DEMONSTRATION, size=size)
    started = time.monotonic()
    labels.put_pictures(settings.PICTURES_FOLDER)
    accepted, duplicates = _capture_all(console, size)
    certificates.put_in(by=operator)
    assessments.put_in()
    plan.put_in(by=operator)
    seconds = time.monotonic() - started
    journal.record(
        operator, "demonstration.loaded", queries.DEMONSTRATION, size=size, events=accepted
    )
    _answer(console, size, accepted, duplicates, seconds)


demo.add_command(load)


def _stop_or_skip(console: Console, size: Size, if_empty: bool) -> None:
    sentence = _("Tỉnh trình diễn đã được nạp vào kho này.")
    if not if_empty:
        raise Problem(
            "already-loaded",
            sentence,
            _("Muốn nạp lại, hãy đặt TXNG_DATA là một thư mục mới rồi chạy txng init."),
            exit_status=SYSTEM,
        )
    console.aside(sentence)
    _answer(console, size, 0, 0, 0.0)


def _capture_all(console: Console, size: Size) -> tuple[int, int]:
    """Events accepted and events that were there already."""
    import msgspec

    from txng.accounts import actions, actors
    from txng.accounts.actors import Actor
    from txng.demo.province import documents
    from txng.repository.actions import capture

    operator = actors.operator()
    speakers: dict[str, Actor] = {}
    accepted = duplicates = 0
    with console.progress(_("Nạp sự kiện"), EVENTS_EXPECTED[size]) as done:
        for draft in documents(size):
            if draft.organisation not in speakers:
                holder = actions.ensure_organisation(by=operator, name=draft.organisation)
                speakers[draft.organisation] = actors.operator_for(holder.pk, holder.name)
            receipt = capture(
                by=speakers[draft.organisation], document=msgspec.json.encode(draft.document)
            )
            accepted += receipt.accepted
            duplicates += receipt.duplicates
            done(receipt.events)
    return accepted, duplicates


def _answer(console: Console, size: Size, accepted: int, duplicates: int, seconds: float) -> None:
    rate = round(accepted / seconds) if seconds else 0
    if console.is_json:
        console.result(
            {
                "size": size,
                "accepted": accepted,
                "duplicates": duplicates,
                "seconds": round(seconds, 3),
                "eventsPerSecond": rate,
            }
        )
    elif seconds:
        console.line(
            _("Đã nạp %(events)s sự kiện trong %(seconds)s giây: %(rate)s sự kiện mỗi giây.")
            % {"events": number(accepted), "seconds": number(seconds, 1), "rate": number(rate)}
        )
