"""Pages for who keeps the library: the register, entering, changing, effects with their source, relations."""

from typing import Final

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.documents import actions as verbs
from txng.documents import words
from txng.documents.actions import library as actions
from txng.documents.errors import FieldError
from txng.documents.forms.library import (
    FileForm,
    InstrumentForm,
    RelationForm,
    StatusForm,
    VersionedForm,
    first_values,
)
from txng.documents.models import Instrument, Relation
from txng.documents.queries import library as queries
from txng.documents.rules import library as rules
from txng.documents.views.shared import HTML, bound, done, done_or_told, one_form
from txng.ui import lists, notices
from txng.ui.answering import found, see, status_of

NEWER, OLDER = "onto", "by"

KEPT: Final = lists.Register(
    name="thu-vien-van-ban",
    title=gettext_lazy("Quản lý thư viện văn bản"),
    lead=gettext_lazy("Luật, tiêu chuẩn, hướng dẫn. Hiệu lực ghi theo nguồn và ngày đọc nguồn."),
    order="-day",
    columns=(
        lists.Column(
            "number",
            gettext_lazy("Số, ký hiệu"),
            kind="code",
            link=lambda one: reverse("documents:instrument", args=[one.slug]),
        ),
        lists.Column("title", gettext_lazy("Tên")),
        lists.Column("kind", gettext_lazy("Loại"), value=words.kind),
        lists.Column(
            "status",
            gettext_lazy("Hiệu lực theo nguồn"),
            value=lambda one: words.status(one.status),
            mark=lambda one: words.MARKS[one.status],
        ),
        lists.Column("status_read_on", gettext_lazy("Đọc nguồn ngày"), kind="day"),
        lists.Column(
            "day", gettext_lazy("Ngày ban hành"), value="signed_on", kind="day", sort="order_day"
        ),
    ),
    filters=(
        lists.Filter("kind", gettext_lazy("Loại"), choices=lambda: words.choices(rules.KINDS)),
        lists.Filter(
            "status",
            gettext_lazy("Hiệu lực theo nguồn"),
            choices=lambda: words.choices(rules.STATUSES),
        ),
    ),
    search=queries.found_by,
    search_label=gettext_lazy("Số, tên, tóm tắt"),
    empty=lists.Empty(
        gettext_lazy("Thư viện chưa có văn bản nào."),
        gettext_lazy("Nạp các văn bản đi kèm phần mềm, hoặc thêm văn bản đầu tiên."),
    ),
    template="documents/keep.html",
)


@requires_right("documents.library")
@require_safe
def keep(request: GuardedRequest) -> HttpResponseBase:
    add = lists.Link(_("Thêm văn bản"), reverse("documents:add_instrument"))
    return KEPT.answer(request, queries.instruments(request.actor), actions=(add,))


@requires_right("documents.library")
@require_POST
def load(request: GuardedRequest) -> HttpResponse:
    loaded = verbs.load_instruments(by=request.actor)
    if loaded.added or loaded.related:
        told = _("Đã thêm %(added)d văn bản và %(related)d quan hệ. Văn bản đã có giữ nguyên.")
        notices.good(request, told % {"added": loaded.added, "related": loaded.related})
    else:
        notices.good(request, _("Các văn bản đi kèm phần mềm đều đã có trong thư viện."))
    return see(reverse("documents:keep"))


@requires_right("documents.library")
@require_http_methods(HTML)
def add_instrument(request: GuardedRequest) -> HttpResponse:
    form = InstrumentForm(bound(request))
    made = done(form, lambda: actions.add_instrument(by=request.actor, facts=form.facts))
    if made is not None:
        notices.good(
            request, _("Đã thêm %(number)s. Ghi tiếp hiệu lực theo nguồn.") % {"number": made}
        )
        return see(reverse("documents:instrument_status", args=[made.slug]))
    return one_form(
        request,
        form,
        title=_("Thêm văn bản vào thư viện"),
        button=_("Thêm văn bản"),
        crumbs=_crumbs(),
        lead=_("Tóm tắt bằng lời của ta, không chép nguyên văn. Điều chưa rõ thì để trống."),
    )


@requires_right("documents.library")
@require_http_methods(HTML)
def edit_instrument(request: GuardedRequest, slug: str) -> HttpResponse:
    one = found(queries.instrument(request.actor, slug))
    form = VersionedForm(bound(request), initial=first_values(one))
    made = done(
        form,
        lambda: actions.change_instrument(
            by=request.actor,
            instrument=one,
            version=int(form.cleaned_data["version"]),
            facts=form.facts,
        ),
    )
    if made is not None:
        notices.good(request, _("Đã lưu %(number)s.") % {"number": made})
        return see(reverse("documents:instrument", args=[made.slug]))
    title = _("Sửa %(number)s") % {"number": one.number}
    return one_form(request, form, title=title, button=_("Lưu"), crumbs=_crumbs(one))


@requires_right("documents.library")
@require_http_methods(HTML)
def instrument_status(request: GuardedRequest, slug: str) -> HttpResponse:
    one = found(queries.instrument(request.actor, slug))
    initial = {"version": one.version, "status": one.status, "status_source": one.status_source}
    form = StatusForm(bound(request), initial=initial)
    made = done(
        form,
        lambda: actions.change_status(
            by=request.actor,
            instrument=one,
            version=int(form.cleaned_data["version"]),
            told=form.told,
        ),
    )
    if made is not None:
        notices.good(request, _("Đã ghi hiệu lực của %(number)s.") % {"number": made})
        return see(reverse("documents:instrument", args=[made.slug]))
    return one_form(
        request,
        form,
        title=_("Hiệu lực của %(number)s") % {"number": one.number},
        button=_("Ghi hiệu lực"),
        crumbs=_crumbs(one),
        lead=_(
            "Ghi đúng điều nguồn nói, tên nguồn và ngày đọc. Không có nguồn thì chọn “Chưa rõ”."
        ),
    )


@requires_right("documents.library")
@require_http_methods(HTML)
def instrument_relations(request: GuardedRequest, slug: str) -> HttpResponse:
    one = found(queries.instrument(request.actor, slug))
    form = RelationForm(bound(request), ways=_ways())
    made = done(form, lambda: _relate(request, one, form))
    if made is not None:
        notices.good(request, _("Đã ghi quan hệ giữa %(one)s và %(other)s.") % {
            "one": made.newer.number, "other": made.older.number,
        })  # fmt: skip
        return see(reverse("documents:instrument_relations", args=[one.slug]))
    links = [
        {"words": words.relation(link.kind, is_newer=link.is_newer), "link": link}
        for link in queries.links(request.actor, one)
    ]
    values = {
        "one": one,
        "form": form,
        "links": links,
        "crumbs": _crumbs(one),
        "button": _("Ghi quan hệ"),
    }
    return render(request, "documents/relations.html", values, status=status_of(form))


def _ways() -> list[tuple[str, str]]:
    """ "thay-the:onto": this one replaces the other; "thay-the:by": it is replaced by the other."""
    return [
        (f"{kind}:{way}", words.relation(kind, is_newer=way == OLDER))
        for kind in rules.RELATIONS
        for way in (NEWER, OLDER)
    ]


def _relate(request: GuardedRequest, one: Instrument, form: RelationForm) -> Relation:
    kind, _colon, way = str(form.cleaned_data["kind"]).partition(":")
    number = form.cleaned_data["other"]
    other = queries.instruments(request.actor).filter(number=number).first()
    if other is None:
        raise FieldError(
            _("Thư viện chưa có văn bản số %(number)s. Thêm văn bản đó trước.")
            % {"number": number},
            "other",
        )
    newer, older = (one, other) if way == NEWER else (other, one)
    source = form.cleaned_data["source"]
    return actions.relate(by=request.actor, newer=newer, older=older, kind=kind, source=source)


@requires_right("documents.library")
@require_POST
def unrelate(request: GuardedRequest, slug: str, number: int) -> HttpResponse:
    one = found(queries.instrument(request.actor, slug))
    if done_or_told(
        request, lambda: actions.unrelate(by=request.actor, instrument=one, number=number)
    ):
        notices.good(request, _("Đã gỡ quan hệ. Lịch sử của hai văn bản vẫn ghi."))
    return see(reverse("documents:instrument_relations", args=[one.slug]))


@requires_right("documents.library")
@require_http_methods(HTML)
def attach_text(request: GuardedRequest, slug: str) -> HttpResponse:
    one = found(queries.instrument(request.actor, slug))
    is_sent = request.method == "POST"
    form = FileForm(bound(request), request.FILES if is_sent else None)
    made = done(
        form,
        lambda: actions.attach_text(
            by=request.actor,
            instrument=one,
            title=form.cleaned_data["title"],
            file_name=form.cleaned_data["file"].name,
            content=form.cleaned_data["file"].read(),
        ),
    )
    if made is not None:
        notices.good(request, _("Đã kèm tệp %(name)s.") % {"name": made.name})
        return see(reverse("documents:instrument", args=[one.slug]))
    return one_form(
        request,
        form,
        title=_("Kèm tệp cho %(number)s") % {"number": one.number},
        button=_("Kèm tệp"),
        crumbs=_crumbs(one),
        lead=_("Tệp hiện ở trang công khai của văn bản. Chỉ kèm tệp được phép phổ biến."),
    )


def _crumbs(one: Instrument | None = None) -> tuple[tuple[str, str], ...]:
    kept = ((_("Quản lý thư viện văn bản"), reverse("documents:keep")),)
    if one is None:
        return kept
    return (*kept, (one.number, reverse("documents:instrument", args=[one.slug])))
