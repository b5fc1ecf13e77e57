"""What the commands that read EPCIS files share: reading, refusing, telling what is wrong where."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from txng.conf.console import INPUT, Console, Problem, number, told
from txng.conf.machine_words import words_of
from txng.conf.speech import gettext as _
from txng.conf.speech import ngettext, spoken

if TYPE_CHECKING:
    from txng.epcis.errors import EpcisException, Finding

FINDINGS_SHOWN = 5
FILE = (
    click.Path()
)  # only so that the shell offers files: whether there is one is told in our words


def read_bytes(name: str) -> bytes:
    """The file's bytes; "-" is standard input. Raises Problem when it cannot be read."""
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise Problem(
            "unreadable",
            _("Không đọc được tệp: %(why)s.") % {"why": words_of(error)},
            _("Kiểm tra tên tệp và quyền đọc."),
        ) from None


def write_bytes(name: str | None, content: bytes) -> None:
    """To the file; to standard output without one or with "-". Raises Problem."""
    if name is None or name == "-":
        end = b"" if content.endswith(b"\n") else b"\n"  # the shell's prompt begins a line
        sys.stdout.buffer.write(content + end)
        return
    try:
        Path(name).write_bytes(content)
    except OSError as error:
        raise Problem(
            "unwritable",
            _("Không ghi được tệp %(file)s: %(why)s.") % {"file": name, "why": words_of(error)},
            _("Kiểm tra thư mục và quyền ghi."),
        ) from None


def each_file(
    console: Console,
    names: Sequence[str],
    work: Callable[[str, bytes], dict[str, Any]],
    total: Callable[[Sequence[dict[str, Any]]], str] = lambda results: "",
    step: Callable[[int], None] = lambda done: None,
) -> None:
    """Do `work` with each file; one that is refused does not stop the others.

    `work` answers what --json shows of the file and has told a person already; `total` is the last
    line for a person when there were several, `step` is told of each file that is done with, read or
    not. Ends with exit 2 when a file was refused.
    """
    results: list[dict[str, Any]] = []
    for name in names:
        try:
            results.append({"file": name} | work(name, read_bytes(name)))
        except Problem as problem:
            if len(names) == 1 and not console.is_json:
                raise
            console.line("\n  ".join((f"{name}: {told(problem)}", *problem.details)))
            results.append({"file": name, "problem": problem.as_dict()})
        finally:
            step(1)
    if console.is_json:
        console.result({"files": results})
    elif len(results) > 1 and (last := total(results)):
        console.line(last)
    if any("problem" in result for result in results):
        raise click.exceptions.Exit(INPUT)


def refusal(error: "EpcisException") -> Problem:
    """A document that broke the standard, as a problem of the command."""
    errors = [found for found in error.findings if found.severity == "error"]
    why = error.detail if spoken() == "en" else error.detail_vi
    if errors:
        why = ngettext("%(count)d chỗ phải sửa:", "%(count)d chỗ phải sửa:", len(errors)) % {
            "count": len(errors)
        }
    return Problem(
        "refused",
        why,
        details=tuple(sentences(errors)),
        members=error.problem(),  # for a machine the standard's own words
    )


def sentences(findings: "Sequence[Finding]", shown: int = FINDINGS_SHOWN) -> list[str]:
    """A line for each finding with its place; the last line counts what is not shown."""
    lines = []
    for finding in findings[:shown]:
        message = finding.message if spoken() == "en" else finding.message_vi
        lines.append(f"{finding.pointer}: {message}" if finding.pointer else message)
    if len(findings) > shown:
        left = number(len(findings) - shown)
        lines.append(_("và %(count)s điểm khác; xem hết bằng --json.") % {"count": left})
    return lines
