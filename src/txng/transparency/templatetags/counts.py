"""{{ state.published|counted }}: 5.162 in Vietnamese, 5,162 in English. Django's own Vietnamese format
groups nothing."""

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def counted(value: int) -> str:
    text = f"{value:,}"
    return text.replace(",", ".") if (get_language() or "vi").startswith("vi") else text
