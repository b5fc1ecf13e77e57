"""Classes at work: the register, one class, its steps, sessions, trainers, materials."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.training import words
from txng.training.actions import classes as actions
from txng.training.forms.classes import (
    ClassForm,
    MaterialForm,
    ReasonForm,
    SessionForm,
    TrainerForm,
)
from txng.training.models import TrainingClass
from txng.training.queries import classes as queries
from txng.training.queries import subjects
from txng.training.rules import classes
from txng.training.views.shared import (
    HTML,
    bound,
    done,
    done_or_told,
    one_form,
    place_of,
    sent_as_download,
    to_class,
    to_classes,
)
from txng.ui import lists, notices
from txng.ui.answering import found, see

REGISTER: Final = lists.Register(
    name="lop-hoc",
    title=gettext_lazy("Lớp học"),
    order="-opened_at",
    columns=(
        lists.Column(
            "title",
            gettext_lazy("Lớp"),
            link=lambda one: reverse("training:class", args=[one.code]),
        ),
        lists.Column("code", gettext_lazy("Mã lớp"), kind="code"),
        lists.Column("subject", gettext_lazy("Chuyên đề"), value=lambda one: one.subject.title),
        lists.Column("starts_on", gettext_lazy("Ngày đầu"), kind="day"),
        lists.Column("ends_on", gettext_lazy("Ngày cuối"), kind="day"),
        lists.Column("place", gettext_lazy("Nơi học"), value=place_of),
        lists.Column(
            "seated", gettext_lazy("Người học"), value=lambda one: f"{one.seated}/{one.places}"
        ),
        lists.Column("waiting", gettext_lazy("Chờ chỗ"), kind="number"),
        lists.Column(
            "state",
            gettext_lazy("Tình trạng"),
            value=lambda one: words.STANDINGS[one.standing],
            mark=lambda one: words.MARKS[one.standing],
        ),
        lists.Column("opened_at", gettext_lazy("Mở lúc"), kind="moment", sort="opened_at"),
    ),
    filters=(
        lists.Filter("state", gettext_lazy("Trạng thái"), choices=TrainingClass.State.choices),
        lists.Filter(
            "subject",
            gettext_lazy("Chuyên đề"),
            narrow="subject__code",
            choices=lambda: [(one.code, one.title) for one in subjects.subjects(None)],
        ),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có lớp nào."),
        gettext_lazy("Mở lớp đầu tiên từ kế hoạch năm hoặc từ nhu cầu đã đăng ký."),
    ),
)


@requires_right("training.see")
@require_safe
def register(request: GuardedRequest) -> HttpResponseBase:
    may_keep = queries.may_keep(request.actor)
    more = (lists.Link(_("Mở lớp"), reverse("training:open_class")),) if may_keep else ()
    kept = lists.Link(_("Giữ và xóa thông tin người học"), reverse("training:privacy"), leads=True)
    return REGISTER.answer(
        request,
        queries.classes(request.actor),
        actions=(
            *more,
            lists.Link(_("Chuyên đề và câu hỏi"), reverse("training:subjects"), leads=True),
            lists.Link(_("Trang công khai"), reverse("training:public_list"), leads=True),
            *((kept,) if may_keep else ()),
        ),
    )


@requires_right("training.see")
@require_safe
def one_class(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.class_called(request.actor, code))
    held = queries.sessions_with_counts(one)
    now = classes.session_now([row.slot for row in held], timezone.localtime())
    today = timezone.localdate()
    values: dict[str, Any] = {
        "one": one,
        "place": place_of(one),
        "standing": words.STANDINGS[one.standing],
        "mark": words.MARKS[one.standing],
        "audience": [words.KINDS[kind] for kind in one.audience],
        "sessions": [(row, now is not None and row.pk == now.id, row.day <= today) for row in held],
        "now": next((row for row in held if now is not None and row.pk == now.id), None),
        "trainers": queries.trainers(one),
        "materials": queries.materials(one),
        "may_keep": queries.may_keep(request.actor),
        "teaches": queries.teaches(request.actor, one),
        "is_draft": one.state == classes.DRAFT,
        "is_open": one.state == classes.OPEN,
        "is_over": one.ends_on is not None and today >= one.ends_on,
        "may_change": one.state in (classes.DRAFT, classes.OPEN),
        "crumbs": [to_classes()],
    }
    return render(request, "training/class.html", values)


@requires_right("training.keep")
@require_http_methods(HTML)
def open_class(request: GuardedRequest) -> HttpResponse:
    offered = list(subjects.subjects(request.actor, offered_only=True))
    chosen = request.GET.get("chuyen-de", "")
    form = ClassForm(
        bound(request),
        subjects=offered,
        initial={"share": classes.USUAL_SHARE, "places": 40, "subject": chosen},
    )
    made = done(form, lambda: actions.open_class(by=request.actor, facts=form.facts))
    if made is not None:
        notices.good(request, _("Đã mở lớp %(code)s. Thêm buổi học và giảng viên rồi công bố.")
                     % {"code": made.code})  # fmt: skip
        return see(reverse("training:class", args=[made.code]))
    lead = (
        "" if offered else _("Chưa có chuyên đề nào. Nạp chuyên đề có sẵn ở trang Chuyên đề trước.")
    )
    return one_form(
        request, form, title=_("Mở lớp"), button=_("Lưu bản soạn"), crumbs=[to_classes()], lead=lead
    )


@requires_right("training.keep")
@require_http_methods(HTML)
def edit_class(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.class_called(request.actor, code))
    offered = list(subjects.subjects(request.actor, offered_only=True))
    if one.subject not in offered:
        offered.append(one.subject)
    form = ClassForm(bound(request), subjects=offered, initial=ClassForm.first_values(one))
    typed = request.POST.get("ban", "")
    version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else one.version
    kept = done(
        form,
        lambda: actions.edit_class(
            by=request.actor, training_class=one, facts=form.facts, version=version
        ),
    )
    if kept is not None:
        notices.good(request, _("Đã lưu lớp “%(title)s”.") % {"title": kept.title})
        return see(reverse("training:class", args=[code]))
    is_stale = request.method == "POST" and version != one.version
    return one_form(
        request, form, title=_("Sửa lớp"), button=_("Lưu lớp"),
        crumbs=[to_classes(), to_class(one)], hidden=[("ban", one.version)],
        now=_differences(form, one) if is_stale else [],
    )  # fmt: skip


def _differences(form: ClassForm, one: TrainingClass) -> list[tuple[str, str]]:
    """What the class says now where the stale form says otherwise: (label, value)."""
    told = ClassForm.first_values(one)
    return [
        (str(form.fields[name].label), lists.written(told[name]))
        for name in ("title", "places", "address", "share", "has_quiz")
        if form.is_bound and form.cleaned_data.get(name) != told[name]
    ]


@requires_right("training.keep")
@require_http_methods(HTML)
def add_session(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.class_called(request.actor, code))
    form = SessionForm(bound(request))
    made = done(
        form, lambda: actions.add_session(by=request.actor, training_class=one, facts=form.facts)
    )
    if made is not None:
        notices.good(
            request,
            _("Đã thêm buổi %(number)d.") % {"number": made.number},
            undo=reverse("training:remove_session", args=[code, made.number]),
        )
        return see(reverse("training:class", args=[code]))
    return one_form(
        request, form, title=_("Thêm buổi học"), button=_("Thêm buổi"),
        crumbs=[to_classes(), to_class(one)],
    )  # fmt: skip


@requires_right("training.keep")
@require_POST
def remove_session(request: GuardedRequest, code: str, number: int) -> HttpResponse:
    one = found(queries.class_called(request.actor, code))
    row = found(queries.session(one, number))
    if done_or_told(request, lambda: actions.remove_session(by=request.actor, session=row)):
        notices.good(request, _("Đã xóa một buổi; các buổi sau được đánh số lại."))
    return see(reverse("training:class", args=[code]))


@requires_right("training.keep")
@require_http_methods(HTML)
def add_trainer(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.class_called(request.actor, code))
    form = TrainerForm(bound(request))
    made = done(
        form,
        lambda: actions.add_trainer(by=request.actor, training_class=one, **form.cleaned_data),
    )
    if made is not None:
        notices.good(request, _("Đã thêm giảng viên %(name)s.") % {"name": made.name})
        return see(reverse("training:class", args=[code]))
    return one_form(
        request, form, title=_("Thêm giảng viên"), button=_("Thêm giảng viên"),
        crumbs=[to_classes(), to_class(one)],
    )  # fmt: skip


@requires_right("training.keep")
@require_POST
def remove_trainer(request: GuardedRequest, code: str, number: int) -> HttpResponse:
    one = found(queries.class_called(request.actor, code))
    row = found(next((who for who in queries.trainers(one) if who.pk == number), None))
    if done_or_told(request, lambda: actions.remove_trainer(by=request.actor, trainer=row)):
        notices.good(request, _("Đã bỏ giảng viên %(name)s khỏi lớp.") % {"name": row.name})
    return see(reverse("training:class", args=[code]))


def _stepped(
    request: GuardedRequest, code: str, verb: Any, told: str, undo: str = ""
) -> HttpResponse:
    one = found(queries.class_called(request.actor, code))
    if done_or_told(request, lambda: verb(by=request.actor, training_class=one)):
        notices.good(request, told, undo=reverse(undo, args=[code]) if undo else "")
    return see(reverse("training:class", args=[code]))


@requires_right("training.keep")
@require_POST
def publish(request: GuardedRequest, code: str) -> HttpResponse:
    return _stepped(
        request, code, actions.publish_class, _("Đã công bố lớp. Mọi người đăng ký được."),
        "training:unpublish",
    )  # fmt: skip


@requires_right("training.keep")
@require_POST
def unpublish(request: GuardedRequest, code: str) -> HttpResponse:
    return _stepped(request, code, actions.unpublish_class, _("Lớp trở lại bản soạn."))


@requires_right("training.keep")
@require_http_methods(HTML)
def cancel(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.class_called(request.actor, code))
    form = ReasonForm(bound(request))
    kept = done(
        form,
        lambda: actions.cancel_class(
            by=request.actor, training_class=one, reason=form.cleaned_data["reason"]
        ),
    )
    if kept is not None:
        notices.good(
            request, _("Đã hủy lớp. Người học thấy lý do trên vé."),
            undo=reverse("training:reopen", args=[code]),
        )  # fmt: skip
        return see(reverse("training:class", args=[code]))
    return one_form(
        request, form, title=_("Hủy lớp"), button=_("Hủy lớp"),
        crumbs=[to_classes(), to_class(one)],
        lead=_("Người đã đăng ký thấy lý do trên vé của họ. Hoàn tác được trong 24 giờ."),
    )  # fmt: skip


@requires_right("training.teach")
@require_POST
def finish(request: GuardedRequest, code: str) -> HttpResponse:
    found(queries.class_to_teach(request.actor, code))
    return _stepped(
        request, code, actions.finish_class, _("Đã kết thúc lớp. Cấp giấy chứng nhận ở trang Người học."),
        "training:reopen",
    )  # fmt: skip


@requires_right("training.teach")
@require_POST
def reopen(request: GuardedRequest, code: str) -> HttpResponse:
    found(queries.class_to_teach(request.actor, code))
    return _stepped(request, code, actions.reopen_class, _("Lớp mở lại."))


@requires_right("training.keep")
@require_POST
def drop(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.class_called(request.actor, code))
    if done_or_told(request, lambda: actions.drop_class(by=request.actor, training_class=one)):
        notices.good(request, _("Đã xóa bản soạn “%(title)s”.") % {"title": one.title})
        return see(reverse("training:classes"))
    return see(reverse("training:class", args=[code]))


# --- materials ---------------------------------------------------------------------------------------


@requires_right("training.teach")
@require_http_methods(HTML)
def add_material(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.class_to_teach(request.actor, code))
    is_sent = request.method == "POST"
    form = MaterialForm(bound(request), request.FILES if is_sent else None)
    made = done(form, lambda: _attached(request, one, form))
    if made is not None:
        notices.good(request, _("Đã thêm tài liệu “%(title)s”.") % {"title": made.title})
        return see(reverse("training:class", args=[code]))
    return one_form(
        request, form, title=_("Thêm tài liệu"), button=_("Gửi tài liệu"),
        crumbs=[to_classes(), to_class(one)],
        lead=_("Tài liệu hiện trên trang công khai của lớp sau khi lớp được công bố."),
    )  # fmt: skip


def _attached(request: HttpRequest, one: TrainingClass, form: MaterialForm) -> Any:
    sent = form.cleaned_data["file"]
    return actions.add_material(
        by=request.actor, training_class=one, title=form.cleaned_data["title"],  # type: ignore[attr-defined]
        file_name=sent.name, content=sent.read(),
    )  # fmt: skip


@requires_right("training.see")
@require_safe
def material(request: GuardedRequest, code: str, number: int) -> HttpResponse:
    one = found(queries.class_called(request.actor, code))
    return sent_as_download(found(queries.material(one, number)))


@requires_right("training.teach")
@require_POST
def remove_material(request: GuardedRequest, code: str, number: int) -> HttpResponse:
    one = found(queries.class_to_teach(request.actor, code))
    row = found(queries.material(one, number))
    if done_or_told(
        request,
        lambda: actions.remove_material(by=request.actor, training_class=one, material=row),
    ):
        notices.good(request, _("Đã gỡ tài liệu “%(title)s”.") % {"title": row.title})
    return see(reverse("training:class", args=[code]))
