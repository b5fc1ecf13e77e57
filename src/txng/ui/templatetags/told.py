"""{% told_notices as notices %}: what verbs had to say since the last page (ui/notices.py)."""

from typing import Any

from django import template

from txng.ui import notices

register = template.Library()


@register.simple_tag(takes_context=True)
def told_notices(context: dict[str, Any]) -> list[notices.Notice]:
    request = context.get("request")
    return [] if request is None else notices.told(request)
