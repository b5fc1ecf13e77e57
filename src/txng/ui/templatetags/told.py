"""What a page at work tells beside its own matter.

{% told_notices as notices %}: what verbs had to say since the last page (ui/notices.py)
{% way_back as back %}: where somebody came from who was sent here from a list of tasks (ui/way_back.py)
"""

from typing import Any

from django import template

from txng.ui import notices
from txng.ui import way_back as ways

register = template.Library()


@register.simple_tag(takes_context=True)
def told_notices(context: dict[str, Any]) -> list[notices.Notice]:
    request = context.get("request")
    return [] if request is None else notices.told(request)


@register.simple_tag(takes_context=True)
def way_back(context: dict[str, Any]) -> str:
    request = context.get("request")
    return "" if request is None else ways.of(request)
