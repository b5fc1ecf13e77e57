"""{% page_title address side_menu %}: what the side menu calls a page; its address where it is no entry."""

from collections.abc import Iterable
from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def page_title(address: str, side_menu: Iterable[Any] | None) -> str:
    for group in side_menu or ():
        for entry in group.entries:
            if entry.url == address:
                return f"{group.title}: {entry.title}"
    return address
