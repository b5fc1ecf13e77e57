"""Tags of the scan page: which drawing stands beside a step or a verdict, and how a place is written."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from txng.resolver.page import InVietnamese, Place, Said, Step
from txng.ui.templatetags.icons import icon

register = template.Library()

STEP_ICONS = {  # bare CBV words; "" is what every other word gets
    "accepting": "building-warehouse",
    "arriving": "truck-delivery",
    "assembling": "arrow-merge",
    "collecting": "basket",
    "commissioning": "package",
    "creating_class_instance": "building-factory-2",
    "departing": "truck-delivery",
    "destroying": "trash",
    "entering_exiting": "world",
    "holding": "building-warehouse",
    "inspecting": "clipboard-check",
    "packing": "package",
    "receiving": "building-warehouse",
    "repackaging": "package",
    "retail_selling": "shopping-cart",
    "sampling": "clipboard-check",
    "sensor_reporting": "temperature",
    "shipping": "truck-delivery",
    "stocking": "building-store",
    "storing": "building-warehouse",
    "transporting": "truck-delivery",
    "unpacking": "package-export",
    "": "circle-dot",
}
VERDICT_ICONS = {
    "recalled": "alert-octagon",
    "inactive": "alert-triangle",
    "copied": "alert-triangle",
    "issued": "circle-check",
    "incomplete": "info-circle",
    "unknown": "circle-x",
}
PRODUCT_GROUPS = {
    "coffee": _("Cà phê"),
    "tea": _("Trà"),
    "vegetables": _("Rau"),
    "flowers": _("Hoa"),
    "rice": _("Gạo"),
    "durian": _("Sầu riêng"),
}


@dataclass(frozen=True, slots=True)
class Station:
    """Steps that follow each other at one place in one hand: said once, not once a step."""

    place: Place | None
    party: str
    declared_by: str
    is_recall: bool
    said: Said
    steps: tuple[Step, ...]

    @property
    def declared_on(self) -> date | None:
        """The last day on which anything of it was declared."""
        return max((step.declared_on for step in self.steps if step.declared_on), default=None)


@register.filter
def stations(steps: Iterable[Step]) -> list[Station]:
    runs = groupby(
        steps,
        lambda step: (step.place, step.party, step.declared_by, step.is_recall, step.said),
    )
    return [Station(*where, tuple(run)) for where, run in runs]


@register.simple_tag
def step_icon(step: Step) -> SafeString:
    if step.is_recall:
        return icon("alert-octagon")
    if step.is_origin:
        return icon("plant-2")
    return icon(STEP_ICONS.get(step.biz_step, STEP_ICONS[""]))


@register.simple_tag
def verdict_icon(state: str) -> SafeString:
    return icon(VERDICT_ICONS[state])


@register.filter
def group_name(product_group: str) -> str:
    """In words; a group we have no words for is shown as it was declared."""
    return str(PRODUCT_GROUPS.get(product_group, product_group))


SAID = {
    "maker": _("Người làm tự khai"),
    "certifier": _("Tổ chức chứng nhận xác nhận"),
    "agency": _("Cơ quan nhà nước kiểm tra"),
}


@register.simple_tag
def said_tag(said: Said, present: Collection[str] | None = None) -> SafeString:
    """Who stands behind a statement, in words and with a frame of its own; a broken frame where nothing
    on the page is of that kind."""
    kind = said if present is None or said in present else "none"
    return format_html('<span class="tag tag--{}">{}</span>', kind, SAID[said])


@register.filter
def tel(number: str) -> str:
    """For a link: "1900 1234 (nhánh 5)" keeps its digits and a plus in front."""
    return ("+" if number.startswith("+") else "") + "".join(c for c in number if c.isdigit())


@register.filter
def own_words(text: str) -> SafeString:
    """What somebody declared: its direction is its own, and a Vietnamese text for a reader of another
    language says that it is Vietnamese."""
    if isinstance(text, InVietnamese):
        return format_html('<bdi lang="vi">{}</bdi> <small>(tiếng Việt)</small>', str(text))
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def area(place: Place) -> str:
    """Commune, province and country, each once and only what is known: "xã Lạc Dương, Lâm Đồng"."""
    country = "" if place.country in ("", "VN", "Việt Nam", "Viet Nam") else place.country
    return ", ".join(part for part in (place.commune, place.province, country) if part)
