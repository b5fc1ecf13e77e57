"""What the commands share: help in two languages, --json, Django started when it is needed.

    @command(
        summary=N_("Ghi các tệp EPCIS vào kho sự kiện"),
        examples=("txng capture thu-hoach.json", "cat lo.json | txng capture -"),
    )
    def capture(console: Console, files: tuple[str, ...]) -> None: ...

Texts are marked with N_ where they are written and translated when help is shown, because --lang is
read after the commands were declared.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from txng.conf import speech
from txng.conf.console import SYSTEM, Console, Problem
from txng.conf.env import SettingError
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_


class _Spoken:
    """Click's help page with its headings, options and summaries in the spoken language."""

    examples: tuple[str, ...] = ()

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path.strip(), pieces, prefix=_("Cách dùng: "))

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        words = {
            "[OPTIONS]": _("[TÙY CHỌN]"),
            "COMMAND [ARGS]...": _("LỆNH ..."),
            "[COMMAND] [ARGS]...": _("LỆNH ..."),
        }
        pieces = super().collect_usage_pieces(ctx)  # type: ignore[misc]
        return [words.get(piece) or _(piece) for piece in pieces]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for paragraph in _(self.help).split("\n\n"):  # type: ignore[attr-defined]
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(paragraph)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = []
        for parameter in self.get_params(ctx):  # type: ignore[attr-defined]
            record = parameter.get_help_record(ctx)
            if record is not None and isinstance(parameter, click.Option):
                rows.append((_with_our_words(record[0]), _(parameter.help)))
        if rows:
            with formatter.section(_("Tùy chọn")):
                formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.examples:
            with formatter.section(_("Ví dụ")):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = N_("Hiện trang này.")
        return option


def _with_our_words(option: str) -> str:
    """`--days INTEGER RANGE` as a person would write it."""
    flags, space, metavar = option.partition(" ")
    if "," in flags:  # "-o, --output FILE"
        second, space, metavar = metavar.partition(" ")
        flags = f"{flags} {second}"
    words = {"INTEGER RANGE": _("SỐ"), "INTEGER": _("SỐ"), "TEXT": _("CHỮ")}
    return f"{flags}{space}{words.get(metavar) or _(metavar)}"


class Command(_Spoken, click.Command):
    pass


class Group(_Spoken, click.Group):
    command_class = Command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = []
        for name in self.list_commands(ctx):
            found = self.get_command(ctx, name)
            if found is not None:
                rows.append((name, _(found.help).partition("\n\n")[0].rstrip(".")))
        with formatter.section(_("Lệnh")):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order a newcomer needs them


def command(
    name: str, *, summary: str, examples: tuple[str, ...] = ()
) -> Callable[[Callable[..., None]], Command]:
    """Declare a command; its function gets a Console first, then its options."""

    def declare(function: Callable[..., None]) -> Command:
        def run(json_wanted: bool, **options: Any) -> None:
            context = click.get_current_context()
            context.find_root().obj = console = Console(is_json=json_wanted)
            function(console, **options)

        parameters = list(reversed(getattr(function, "__click_params__", [])))
        json_option = click.Option(
            ["--json", "json_wanted"], is_flag=True, help=N_("In kết quả dạng JSON cho máy đọc.")
        )
        made = Command(name, callback=run, params=[*parameters, json_option], help=summary)
        made.examples = examples
        return made

    return declare


def start_django() -> None:
    """Settings, apps and the language of the answers. Raises Problem when a setting is nonsense."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "txng.conf.settings")
    import django

    try:
        django.setup()
    except SettingError as error:
        raise setting_problem(error) from None
    speech.speak(speech.spoken())


def setting_problem(error: SettingError) -> Problem:
    return Problem(
        "setting",
        str(error),
        _("Sửa biến môi trường này rồi chạy lại; xem docs/operate/settings.md."),
        members={"setting": error.name},
    )


def require_initialised() -> None:
    """Start Django on a database that has every table. Raises Problem and changes nothing."""
    start_django()
    from django.db import DatabaseError

    from txng.conf import health

    try:
        # opening a file that is not there would make an empty one
        missing = health.unapplied_migrations() if _database_exists() else ["*"]
    except DatabaseError as error:
        raise database_problem(error) from None
    if missing:
        raise Problem(
            "not-initialised",
            _("Cơ sở dữ liệu chưa có đủ bảng của bản txng này."),
            _("Hãy chạy: txng init"),
            exit_status=SYSTEM,
            members={"missing": missing},
        )


def _database_exists() -> bool:
    from django.conf import settings

    database = settings.ENVIRONMENT.database
    return database.engine != "sqlite" or Path(database.name).exists()


def database_problem(error: Exception) -> Problem:
    from django.conf import settings

    first_line = str(error).strip().partition("\n")[0]
    return Problem(
        "database",
        _("Cơ sở dữ liệu %(database)s không trả lời.")
        % {"database": settings.ENVIRONMENT.database.shown},
        _("Chạy txng doctor để tìm nguyên nhân."),
        exit_status=SYSTEM,
        details=(first_line,),  # the driver's own words, for whoever mends it
        members={"reason": first_line},
    )
