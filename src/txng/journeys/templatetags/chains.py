"""What the templates of the explorer ask of a chain: names of neighbours, shares, addresses."""

from collections import Counter

from django import template

from txng.journeys import chain as of_chain
from txng.journeys.model import Chain
from txng.journeys.question import Question

register = template.Library()

NAMES = 10  # of neighbours in one cell; the panel and the files have all


@register.filter
def percent(share: float | None) -> str:
    return "" if share is None else of_chain.percent(share)


@register.filter
def before(chain: Chain, name: str) -> list[str]:
    return _counted([chain.things[one].name for one in chain.sources.get(name, ())])


@register.filter
def after(chain: Chain, name: str) -> list[str]:
    return _counted([chain.things[one].name for one in chain.targets.get(name, ())])


def _counted(names: list[str]) -> list[str]:
    """Names that are alike (the public sees no codes) once, with how many; of very many only some."""
    counts = Counter(names)
    told = [f"{count} × {name}" if count > 1 else name for name, count in counts.items()]
    more = len(told) - NAMES
    return told if more <= 0 else [*told[:NAMES], f"+{more}"]


@register.filter
def to_node(question: Question, name: str) -> str:
    return question.query(node=name)


@register.filter
def to_code(question: Question, code: str) -> str:
    return Question(code, question.direction).query()
