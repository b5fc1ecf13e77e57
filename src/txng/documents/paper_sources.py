"""What papers are made of: a room above says how its record is called and where it is read.

    class ReportsConfig(AppConfig):
        def ready(self) -> None:
            from txng.documents import paper_sources

            paper_sources.register("reports.report", "txng.reports.queries.paper.told_source")

A paper keeps "reports.report:12". The dotted path names a question (actor, 12) -> Source, None when that
actor may not read the record; it is imported when a page asks for the first time.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from django.utils.module_loading import import_string

from txng.accounts.actors import Actor


class Source(NamedTuple):
    title: str
    address: str


Question = Callable[[Actor, int], Source | None]
_QUESTIONS: Final[dict[str, str]] = {}


def register(kind: str, question: str) -> None:
    """Raises ValueError when two rooms use one word."""
    if _QUESTIONS.setdefault(kind, question) != question:
        raise ValueError(f"Two rooms make papers of {kind}")


def told(actor: Actor, source: str) -> Source | None:
    """None for "", for a record that is gone or closed to this actor, for a kind nobody registered."""
    kind, _, number = source.partition(":")
    if kind not in _QUESTIONS or not (number.isascii() and number.isdigit()):
        return None
    ask: Question = import_string(_QUESTIONS[kind])
    return ask(actor, int(number))
