"""Filters of pages of assessments: {{ facts|named:one.fact }}, {{ answer.verdict|verdict_mark }}."""

from collections.abc import Mapping
from typing import Any

from django import template

from txng.certification.rules import checklists as rules

register = template.Library()


@register.filter
def named(found: Mapping[Any, Any], key: Any) -> Any:
    """What stands under a key; "" where nothing does."""
    return found.get(key, "")


@register.filter
def verdict_mark(verdict: str) -> str:
    return {rules.MET: "good", rules.UNMET: "stop"}.get(verdict, "info")
