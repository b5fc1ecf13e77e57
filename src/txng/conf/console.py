"""How every command speaks: results on standard output, everything else on standard error.

    exit 0   done
    exit 1   something is wrong with the system: not initialised, database away, disk full
    exit 2   something is wrong with what was asked: usage, file, code, name
    exit 3   the answer is whole, and what it says is no: something does not add up or is missing

With --json a command prints one JSON value on standard output; an error is a problem object (RFC 9457
members and `nextStep`) on standard error.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import click
import msgspec

from txng.conf.speech import gettext as _
from txng.conf.speech import spoken

SYSTEM: Final = 1
INPUT: Final = 2
FOUND: Final = 3


class Problem(Exception):
    """`sentence` says what is wrong, `next_step` what to do; both are translated."""

    def __init__(
        self,
        kind: str,
        sentence: str,
        next_step: str = "",
        *,
        exit_status: int = INPUT,
        details: tuple[str, ...] = (),
        members: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.sentence = sentence
        self.next_step = next_step
        self.exit_status = exit_status
        self.details = details
        self.members = members or {}

    def as_dict(self) -> dict[str, Any]:
        problem: dict[str, Any] = {
            "type": f"txng:{self.kind}",
            "title": self.kind,
            "detail": self.sentence,
            "exitStatus": self.exit_status,
        }
        if self.next_step:
            problem["nextStep"] = self.next_step
        return problem | self.members


@dataclass(frozen=True, slots=True)
class Console:
    is_json: bool = False
    is_terminal: bool = field(default_factory=lambda: sys.stderr.isatty())

    def result(self, value: Any) -> None:
        """The one JSON value of a command with --json."""
        click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())

    def line(self, text: str = "") -> None:
        """A line of the result for a person; silent with --json."""
        if not self.is_json:
            click.echo(text)

    def aside(self, text: str) -> None:
        """A hint, a step of the work: never part of the result."""
        if not self.is_json:
            click.echo(text, err=True)

    def problem(self, problem: Problem) -> None:
        if self.is_json:
            click.echo(msgspec.json.encode(problem.as_dict()).decode(), err=True)
            return
        click.echo(_("Lỗi: %(sentence)s") % {"sentence": told(problem)}, err=True)
        for detail in problem.details:
            click.echo(f"  {detail}", err=True)

    @contextmanager
    def progress(self, label: str, total: int) -> Iterator[Callable[[int], None]]:
        """A bar on a terminal, a line each tenth elsewhere, nothing with --json.

        Yields a function that is told how much was done since the last call.
        """
        if self.is_json:
            yield lambda _step: None
        elif self.is_terminal:
            bar = click.progressbar(
                length=total, label=label, file=sys.stderr, show_pos=True,
                update_min_steps=max(1, min(50, total // 100)),
            )  # fmt: skip
            with bar:
                yield bar.update
        else:
            yield _Tenths(label, total, self.aside).add


@dataclass(slots=True)
class _Tenths:
    label: str
    total: int
    write: Callable[[str], None]
    done: int = 0
    told: int = 0

    def add(self, step: int) -> None:
        self.done += step
        tenth = min(10, self.done * 10 // max(self.total, 1))
        if tenth > self.told:
            self.told = tenth
            self.write(f"{self.label}: {tenth * 10} %")  # the total is an estimate: no counts


def told(problem: Problem) -> str:
    return f"{problem.sentence} {problem.next_step}".strip()


def number(value: float, decimals: int = 0) -> str:
    """12.345,6 in Vietnamese, 12,345.6 in English."""
    text = f"{value:,.{decimals}f}"
    return text if spoken() == "en" else text.translate(str.maketrans(",.", ".,"))
