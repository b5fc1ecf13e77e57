"""What the templates of the explorer ask of a chain: names of neighbours, shares, addresses."""

from collections.abc import Mapping

from django import template

from txng.journeys import chain as of_chain
from txng.journeys.model import Chain
from txng.journeys.question import Question

register = template.Library()


@register.filter
def at(values: Mapping[str, str], key: str) -> str:
    return values.get(key, "")


@register.filter
def percent(share: float | None) -> str:
    return "" if share is None else of_chain.percent(share)


@register.filter
def before(chain: Chain, name: str) -> list[str]:
    return [chain.things[one].name for one in chain.sources.get(name, ())]


@register.filter
def after(chain: Chain, name: str) -> list[str]:
    return [chain.things[one].name for one in chain.targets.get(name, ())]


@register.filter
def to_node(question: Question, name: str) -> str:
    return question.query(node=name)


@register.filter
def to_code(question: Question, code: str) -> str:
    return Question(code, question.direction).query()
