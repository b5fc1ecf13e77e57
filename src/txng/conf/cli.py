"""The txng command.

    txng init                     a new installation, or the tables of a new release
    txng serve --port 8000        pages and EPCIS on one address
    txng demo load --size small   a fictional province to look at
    txng capture lo-hang.json     documents into the store
    txng trace '(01)...(10)...'   where from, where to
    txng explore '(01)...(10)...' --organisation X    its journey as a page, lent for some minutes
    txng balance '(01)...(10)...' does it add up, and what does not
    txng query EQ_bizStep=shipping   events, in the words of the standard
    txng validate lo-hang.xml     what a file breaks, rule by rule
    txng doctor                   what is wrong, and how to mend it

Each command lives in commands/; this file turns whatever went wrong into one sentence and a status.
"""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from txng import __version__
from txng.conf import speech
from txng.conf.commands.balance import balance
from txng.conf.commands.capture import capture
from txng.conf.commands.completeness import completeness
from txng.conf.commands.completion import completion
from txng.conf.commands.convert import convert
from txng.conf.commands.demo import demo
from txng.conf.commands.doctor import doctor
from txng.conf.commands.explore import explore
from txng.conf.commands.framework import Group, database_problem
from txng.conf.commands.fsck import fsck
from txng.conf.commands.geo import geo
from txng.conf.commands.hash import hash_
from txng.conf.commands.init import init
from txng.conf.commands.key import key
from txng.conf.commands.ledger import ledger
from txng.conf.commands.link import link
from txng.conf.commands.log import log
from txng.conf.commands.mail import mail
from txng.conf.commands.monitor import monitor
from txng.conf.commands.person import person
from txng.conf.commands.query import query
from txng.conf.commands.report import report
from txng.conf.commands.scan import scan
from txng.conf.commands.serve import serve
from txng.conf.commands.signer import signer
from txng.conf.commands.subscription import subscription
from txng.conf.commands.trace import trace
from txng.conf.commands.validate import validate
from txng.conf.commands.verify import verify
from txng.conf.commands.witness import witness
from txng.conf.commands.work import work
from txng.conf.console import INPUT, SYSTEM, Console, Problem
from txng.conf.machine_words import words_of
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_


def _speak(_context: click.Context, _option: click.Parameter, language: str | None) -> None:
    if language:
        speech.speak(language)


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"txng {__version__}")
        context.exit()


@click.group(
    "txng",
    cls=Group,
    help=N_("Truy xuất nguồn gốc sản phẩm: ghi sự kiện, hỏi đường đi của hàng, mở trang quét mã."),
    no_args_is_help=False,
    invoke_without_command=True,
)
@click.option(
    "--lang",
    type=click.Choice(speech.LANGUAGES),
    is_eager=True,
    expose_value=False,
    callback=_speak,
    help=N_("Ngôn ngữ của câu trả lời; mặc định theo LANG của máy."),
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help=N_("Hiện số phiên bản."),
)
@click.pass_context
def txng(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for _command in (
    init, serve, work, demo, capture, trace, explore, ledger, balance, completeness, query, validate, convert,
    hash_, verify, person, key, subscription, link, report, geo, scan, log, signer, fsck, monitor, witness,
    mail, doctor, completion,
):  # fmt: skip
    txng.add_command(_command)
txng.examples = (
    "txng init && txng serve",
    "txng demo load --size small",
    "txng trace '(01)09521234000013(10)LOT-1'",
    "txng --lang en trace --help",
)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command; always ends the process."""
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: list[str]) -> int:
    """Run one command; its exit status."""
    speech.speak(_language(arguments))
    console = Console(is_json="--json" in arguments)
    try:
        status = txng.main(arguments, prog_name="txng", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as help_page:
        click.echo(help_page.format_message(), err=True)
        return INPUT
    except click.exceptions.Abort:
        click.echo(_("Đã dừng theo yêu cầu."), err=True)
        return 130
    except BrokenPipeError:  # `txng trace ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except click.UsageError as error:
        problem = _usage_problem(error)
    except Problem as found:
        problem = found
    except Exception as error:
        problem = _unexpected(error)
    else:
        return status if isinstance(status, int) else 0  # what a command gave to Exit
    console.problem(problem)
    return problem.exit_status


def _language(arguments: Sequence[str]) -> str:
    """Known before click reads --lang, so that its own complaints are in it too."""
    for position, argument in enumerate(arguments):
        word = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and position + 1 < len(arguments):
            word = arguments[position + 1]
        if word in speech.LANGUAGES:
            return word
    return speech.language_of(os.environ)


def _usage_problem(error: click.UsageError) -> Problem:
    """Click's complaints, said in our words."""
    parameter = getattr(error, "param", None)
    hint = str(getattr(error, "param_hint", None) or "")  # of one that a command misses by itself
    name = parameter.get_error_hint(error.ctx).replace("'", "") if parameter is not None else hint
    name = _(name)
    given = _usage_sentence(error, name)
    path = error.ctx.command_path if error.ctx is not None else "txng"
    return Problem("usage", given, _("Xem cách dùng: %(command)s --help") % {"command": path})


def _usage_sentence(error: click.UsageError, name: str) -> str:
    if isinstance(error, click.NoSuchOption):
        return _("Không có tùy chọn %(name)s.") % {"name": error.option_name}
    if isinstance(error, click.MissingParameter):
        return _("Thiếu %(name)s.") % {"name": name.rstrip(".")}
    if isinstance(error, click.BadParameter):
        kind = getattr(error.param, "type", None)
        if isinstance(kind, click.Choice):
            return _("%(name)s cần một trong: %(choices)s.") % {
                "name": name,
                "choices": ", ".join(map(str, kind.choices)),
            }
        if isinstance(kind, click.IntRange):
            return _("%(name)s cần một số từ %(low)s đến %(high)s.") % {
                "name": name,
                "low": kind.min,
                "high": kind.max,
            }
        return _("Sửa %(name)s: %(why)s") % {"name": name, "why": error.message}
    if isinstance(error, click.BadOptionUsage):
        return _("Tùy chọn %(name)s cần một giá trị, hoặc không nhận giá trị này.") % {
            "name": error.option_name
        }
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _("Không có lệnh “%(name)s”.") % {"name": error.command_name}
    if error.message.startswith("Got unexpected extra argument"):
        return _("Thừa tham số: %(given)s.") % {
            "given": error.message.partition("(")[2].rstrip(")")
        }
    if error.message.startswith("Missing command"):
        return _("Thiếu tên lệnh con.")
    return error.message


def _unexpected(error: Exception) -> Problem:
    """Databases go away and disks fill up in the middle of a command; the rest is our mistake."""
    database_errors: tuple[type[Exception], ...] = ()
    if "django.db" in sys.modules:
        from django.db import DatabaseError

        database_errors = (DatabaseError,)
    if isinstance(error, database_errors):
        return database_problem(error)
    if isinstance(error, OSError):
        return Problem(
            "operating-system",
            _("Máy không làm được việc này: %(why)s.") % {"why": _words(error)},
            _("Chạy txng doctor để tìm nguyên nhân."),
            exit_status=SYSTEM,
        )
    if os.environ.get("TXNG_DEBUG"):
        raise error
    return Problem(
        "unexpected",
        _("txng gặp lỗi ngoài dự kiến: %(why)s.") % {"why": f"{type(error).__name__}: {error}"},
        _("Đặt TXNG_DEBUG=1 rồi chạy lại để xem chi tiết, và báo cho nhóm phát triển."),
        exit_status=SYSTEM,
    )


def _words(error: OSError) -> str:
    return f"{words_of(error)} ({error.filename})" if error.filename else words_of(error)
