"""Pages of no room: a register of organisations and a form, so that components are seen as a room uses them.

`settings.ROOT_URLCONF = "tests.ui.pages"`; Bình from the agency is signed in on all of them.
"""

from pathlib import Path
from types import SimpleNamespace

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from tests import people
from txng.accounts.access import public
from txng.accounts.models import Organisation
from txng.conf import menu
from txng.ui import fields, lists, notices

SIDE = (
    menu.Group("Sổ", (menu.Work("Tổ chức", "register"), menu.Work("Thửa", "form"))),
    menu.Group(
        "Giám sát",
        (
            menu.Work("Toàn tỉnh", "undo", right="oversight"),
            menu.Work("Ghi nhận", "home", right="capture"),
            menu.Work("Chưa có", "not_installed"),
        ),
    ),
)
KINDS = [("enterprise", "Doanh nghiệp"), ("agency", "Cơ quan"), ("certifier", "Chứng nhận")]
MARKS = {"agency": "info", "certifier": "good"}


def found(rows, text):
    return SimpleNamespace(
        rows=rows.filter(name__contains=text), is_broad=text in ("nh", "Đơn Dương")
    )


REGISTER = lists.Register(
    name="to-chuc",
    title="Tổ chức",
    lead="Mọi bên có tài khoản trong hệ thống.",
    order="name",
    rows_a_page=10,
    columns=(
        lists.Column("name", "Tên", sort="name", link=lambda row: f"/to-chuc/{row.pk}"),
        lists.Column("code", "Mã", sort="code", kind="code"),
        lists.Column(
            "kind",
            "Loại",
            value=lambda row: row.get_kind_display(),
            mark=lambda row: MARKS.get(row.kind, "warn"),
        ),
        lists.Column("created_at", "Tạo lúc", sort="created_at", kind="moment"),
        lists.Column("size", "Số người", value=lambda row: len(row.name) * 1000, kind="number"),
    ),
    filters=(lists.Filter("kind", "Loại", choices=KINDS),),
    search=found,
    search_label="Tên hoặc mã",
    empty=lists.Empty("Chưa có tổ chức nào.", "Thêm tổ chức đầu tiên để cấp khóa cho họ."),
)


class PlotForm(fields.Form):
    name = fields.TextField("Tên thửa", longest=20)
    area_ha = fields.NumberField("Diện tích (ha)", least=0, most=100, hint="Như 0,5")
    trees = fields.NumberField("Số cây", whole=True, required=False)
    planted_on = fields.DayField("Ngày trồng", required=False)
    crop = fields.ChoiceField("Cây trồng", choices=[("coffee", "Cà phê"), ("tea", "Chè")])
    water = fields.ChoiceField(
        "Nguồn nước", choices=[("well", "Giếng"), ("lake", "Hồ")], radio=True
    )
    marks = fields.ManyField(
        "Chứng nhận", choices=[("vietgap", "VietGAP"), ("organic", "Hữu cơ")], required=False
    )
    is_mine = fields.FlagField("Tôi là người trồng", required=True)
    story = fields.TextField("Lời kể", longest=200, rows=3, required=False, wide=True)
    photo = fields.FileField("Ảnh", most_bytes=1_000_000, kinds="image/*", required=False)


def as_binh(request):
    request.actor = people.binh()
    return request


@public("a page of the tests only")
def register(request):
    actions = (lists.Link("Thêm tổ chức", "/form"), lists.Link("Nhập từ Excel", "/excel"))
    rows = Organisation.objects.all()
    if "none" in request.GET:
        rows = rows.none()
    return REGISTER.answer(
        as_binh(request), rows, actions=actions, crumbs=(("Trang của tôi", "/viec"),)
    )


@public("a page of the tests only")
def form(request):
    as_binh(request)
    is_sent = request.method == "POST"
    plot = PlotForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and plot.is_valid():
        if plot.cleaned_data["name"] == "Đồi 3":
            plot.refuse("name", "Đã có thửa tên “Đồi 3”. Chọn tên khác.")
        else:
            notices.good(request, f"Đã lưu thửa “{plot.cleaned_data['name']}”.", undo="/hoan-tac")
            return HttpResponseRedirect("/?kind=agency")
    values = {"form": plot, "button": "Lưu thửa", "cancel": "/"}
    return render(request, "tests/form.html", values, status=400 if plot.is_bound else 200)


@public("a page of the tests only")
def undo(request):
    notices.stop(as_binh(request), "Không hoàn tác được: thửa đã có nhật ký.")
    return HttpResponseRedirect("/")


@public("a page of the tests only")
def nothing(request, **_values):
    return HttpResponse("")


urlpatterns = [
    path("", register, name="register"),
    path("form", form, name="form"),
    path("hoan-tac", undo, name="undo"),
    path("viec", nothing, name="home"),
    path("to-chuc/<int:number>", nothing, name="organisation"),
]


def install(settings, monkeypatch):
    """These pages instead of ours, with their own side menu and the one template they need."""
    settings.ROOT_URLCONF = "tests.ui.pages"
    folder = Path(__file__).parent / "templates"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [folder]}]
    monkeypatch.setattr(menu, "SIDE", SIDE)
