"""{% icon "search" %}: a drawing of the vendored set, written into the page.

An icon never stands alone: words stand beside it, so a screen reader is told to skip it.
"""

import re
from functools import cache
from pathlib import Path

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

FOLDER = Path(__file__).parents[1] / "static/ui/vendor/tabler-icons"
SHAPES = re.compile(r"<(?:path|circle|rect|line|polyline)\b[^>]*/>")
OPENING = (
    '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor"'
    ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    shapes = [shape for shape in SHAPES.findall(drawing) if 'stroke="none"' not in shape]
    return mark_safe(f"{OPENING}{''.join(shapes)}</svg>")  # noqa: S308 - our own hashed files
