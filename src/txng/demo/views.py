"""The page of the demonstration province: which codes there are to scan, and what to see in each."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from txng.accounts.access import public
from txng.accounts.queries import demonstration_is_loaded
from txng.demo.samples import SAMPLES, Sample

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Link:
    path: str
    kind: str  # ordinary, recall or fault: chooses the mark beside it
    title: Text
    note: Text


@dataclass(frozen=True, slots=True)
class Chain:
    """One card. `story` is the way the goods go, in one sentence."""

    title: Text
    story: Text
    links: tuple[Link, ...]


STORIES: dict[str, tuple[Text, Text]] = {
    "coffee": (
        _("Cà phê Arabica Cầu Đất và Lang Biang"),
        _("Từ vườn qua trạm chế biến ướt, xưởng rang đến quán và cửa hàng."),
    ),
    "tea": (_("Trà B'Lao"), _("Từ đồi chè Bảo Lộc qua nhà máy trà đến cửa hàng.")),
    "vegetables": (
        _("Rau và hoa Đà Lạt"),
        _("Từ nhà kính qua nhà sơ chế, xe lạnh đến siêu thị."),
    ),
    "rice": (
        _("Gạo nếp quýt Đạ Tẻh"),
        _("Thóc đi xay xát ngoài tỉnh rồi trở về nơi trồng để đóng gói."),
    ),
    "durian": (
        _("Sầu riêng Đạ Huoai"),
        _("Từ vùng trồng có mã số qua cơ sở đóng gói có mã số đến cửa khẩu."),
    ),
}


def chains() -> tuple[Chain, ...]:
    return tuple(
        Chain(title, story, tuple(_link(one) for one in SAMPLES if one.chain == name))
        for name, (title, story) in STORIES.items()
    )


def _link(sample: Sample) -> Link:
    return Link(urlsplit(sample.code).path, sample.kind, sample.title, sample.note)


@public("Fictional enterprises and goods, made to be looked at")
@require_safe
def province(request: HttpRequest) -> HttpResponse:
    values = {"chains": chains(), "is_loaded": demonstration_is_loaded()}
    return render(request, "demo/province.html", values)
