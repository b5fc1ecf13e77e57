"""The register of certificates and the file of one.

/so/chung-nhan            within reach, what ends soon first to see  ─> ../cap
/so/chung-nhan/17         Thông tin, Phạm vi, Hồ sơ, Giám sát, Lịch sử
    ../gia-han ../pham-vi ../dinh-chi ../khoi-phuc ../thu-hoi ../thu-hoi/xac-nhan ../thu-hoi/bo
    ../tep  ../tep/3      papers
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.certification import words
from txng.certification.actions import ending, issuing
from txng.certification.forms import certificates as forms
from txng.certification.models import Certificate, CertificateWord
from txng.certification.queries import bodies, files, reach, scopes
from txng.certification.queries import certificates as queries
from txng.certification.rules import certificates as rules
from txng.certification.views.shared import address_of, done, short_form, told
from txng.products.models import ProductGroup
from txng.products.queries import groups
from txng.ui import lists, notices, qr, search
from txng.ui.answering import found, see


def _standing(one: Certificate) -> str:
    return str(words.STANDINGS[queries.standing_on(one, timezone.localdate())])


def _mark(one: Certificate) -> lists.Mark:
    return words.MARKS[queries.standing_on(one, timezone.localdate())]


def _stands(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return queries.standing_is(rows, value, timezone.localdate())


def _ends(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return queries.ending_within(rows, int(value), timezone.localdate())


def _schemes() -> list[tuple[str, str]]:
    return [(one.code, str(one)) for one in bodies.schemes(None)]


REGISTER = lists.Register(
    name="chung-nhan",
    title=gettext_lazy("Chứng nhận"),
    order="-until",
    template="certification/certificates.html",
    columns=(
        lists.Column("number", gettext_lazy("Số"), kind="code", link=address_of),
        lists.Column("scheme", gettext_lazy("Chương trình"), value=lambda one: str(one.scheme)),
        lists.Column("holder", gettext_lazy("Cơ sở"), value=lambda one: one.holder.public_name),
        lists.Column("body", gettext_lazy("Tổ chức chứng nhận"), value=lambda one: str(one.body)),
        lists.Column(
            "until", gettext_lazy("Đến hết ngày"), kind="day", value="valid_until",
            sort="valid_until",
        ),
        lists.Column("state", gettext_lazy("Tình trạng"), value=_standing, mark=_mark),
    ),
    filters=(
        lists.Filter(
            "tinh-trang", gettext_lazy("Tình trạng"), narrow=_stands,
            choices=tuple(words.STANDINGS.items()),
        ),
        lists.Filter(
            "sap-het-han", gettext_lazy("Sắp hết hạn"), narrow=_ends,
            choices=(
                ("30", gettext_lazy("Trong 30 ngày")),
                ("60", gettext_lazy("Trong 60 ngày")),
                ("90", gettext_lazy("Trong 90 ngày")),
            ),
        ),
        lists.Filter(
            "chuong-trinh", gettext_lazy("Chương trình"), choices=_schemes, narrow="scheme__code"
        ),
    ),
    search=lambda rows, text: search.matching(rows, CertificateWord, text),
    search_label=gettext_lazy("Tìm theo số, cơ sở hoặc chương trình"),
    empty=lists.Empty(
        gettext_lazy("Chưa có chứng nhận nào."),
        gettext_lazy("Tổ chức chứng nhận ghi chứng nhận đã cấp; cơ sở và cơ quan xem ở đây."),
    ),
)  # fmt: skip


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Chứng nhận"), reverse("certification:certificates")), *more]


@requires_right("certification.see")
@require_safe
def certificates(request: GuardedRequest) -> HttpResponseBase:
    own = bodies.own_body(request.actor)
    actions: list[lists.Link] = []
    if own is not None and reach.may_issue(request.actor, own):
        actions = [
            lists.Link(_("Cấp chứng nhận"), reverse("certification:issue")),
            lists.Link(_("Nhập từ Excel"), reverse("documents:upload", args=["chung-nhan"])),
        ]
    actions.append(lists.Link(_("Tổ chức chứng nhận"), reverse("certification:bodies"), leads=True))
    return REGISTER.answer(
        request,
        queries.certificates(request.actor),
        actions=actions,
        reminders=_reminders(request),
        waiting=queries.waiting_withdrawals(request.actor),
    )


def _reminders(request: GuardedRequest) -> list[tuple[str, str]]:
    """Words and address, of each period in which more ends than in the shorter one."""
    told, before = [], 0
    for days, count in queries.ending_soon(request.actor, timezone.localdate()).items():
        if count > before:
            words_of_it = ngettext(
                "%(count)d chứng nhận hết hạn trong %(days)d ngày tới",
                "%(count)d chứng nhận hết hạn trong %(days)d ngày tới",
                count,
            )
            told.append((words_of_it % {"count": count, "days": days}, f"?sap-het-han={days}"))
        before = count
    return told


@requires_right("certification.see")
@require_safe
def certificate(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.certificate(request.actor, number))
    today = timezone.localdate()
    standing = queries.standing_on(one, today)
    steps = queries.changes(request.actor, one)
    asked = queries.open_withdrawal(one)
    may_move = reach.may_suspend(request.actor, one)
    public = request.build_absolute_uri(reverse("certification:verify", args=[one.code]))
    values = {
        "certificate": one,
        "holder_name": queries.holder_name(request.actor, one),
        "standing": standing,
        "standing_words": words.STANDINGS[standing],
        "standing_mark": words.MARKS[standing],
        "time_left": words.time_left(one.valid_until, today) if standing == "valid" else "",
        "asked": asked,
        "is_mine": asked is not None and asked.asked_by_person_id == request.actor.person_id,
        "next": one.successors.exclude(state=rules.STRUCK).first(),
        "files": queries.files(request.actor, one),
        "steps": [(step, words.VERBS[step.verb]) for step in steps],
        "watched": [
            (step, words.VERBS[step.verb])
            for step in steps
            if step.verb not in (rules.ISSUED, rules.RENEWED, rules.RESCOPED)
        ],
        "public": public,
        "qr": qr.data_address(public),
        "may_move": may_move,
        "may_undo": may_move and reach.may_undo(request.actor, one),
        "may_issue": reach.may_issue(request.actor, one.body),
        "crumbs": crumbs(),
    }
    return render(request, "certification/certificate.html", values)


# --- what a certificate says ----------------------------------------------------------------------


@requires_right("certification.issue")
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: GuardedRequest) -> HttpResponse:
    body = bodies.own_body(request.actor)
    if body is None:
        return render(request, "certification/no_body.html", {"crumbs": crumbs()})
    form = forms.IssueForm(
        request.POST or None,
        request.FILES or None,
        schemes=bodies.schemes(request.actor),
        groups=_groups(request),
        initial={"issued_on": timezone.localdate(), "valid_from": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        holder = scopes.holder_by_code(request.actor, told["holder"])
        scheme = bodies.scheme_at(request.actor, told["scheme"])
        if holder is None or scheme is None:
            form.refuse(
                "holder",
                _("Không có cơ sở nào mang mã “%(code)s”. Ghi đủ mã số thuế, GLN hoặc mã DV-….")
                % {"code": told["holder"]},
            )
        else:
            made = done(
                form,
                issuing.issue_with_file,
                by=request.actor,
                body=body,
                scheme=scheme,
                holder=holder,
                said=form.said,
                file=_file(told["file"]),
            )
            if made is not None:
                notices.good(
                    request, _("Đã cấp chứng nhận số %(number)s.") % {"number": made.number}
                )
                return see(address_of(made))
    return short_form(
        request, form, _("Cấp chứng nhận"), _("Cấp chứng nhận"),
        reverse("certification:certificates"), crumbs(),
        _("Chứng nhận hiện ngay trên trang quét mã của sản phẩm. Cơ sở và sản phẩm phải có trong sổ."),
    )  # fmt: skip


@requires_right("certification.issue")
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: GuardedRequest, number: int) -> HttpResponse:
    one = _own(request, number)
    form = forms.RenewForm(
        request.POST or None,
        request.FILES or None,
        groups=_groups(request),
        initial=_scope(one) | {"issued_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        made = done(
            form,
            issuing.renew_certificate,
            by=request.actor,
            certificate=one,
            said=form.said,
            file=_file(form.cleaned_data["file"]),
        )
        if made is not None:
            notices.good(
                request,
                _("Chứng nhận số %(number)s thay chứng nhận cũ từ %(day)s.")
                % {"number": made.number, "day": words.day(made.valid_from)},
            )
            return see(address_of(made))
    return short_form(
        request, form, _("Gia hạn bằng chứng nhận mới"), _("Cấp chứng nhận mới"), address_of(one),
        crumbs((one.number, address_of(one))),
        _("Chứng nhận cũ còn trong sổ và thôi có giá trị từ ngày chứng nhận mới bắt đầu."),
    )  # fmt: skip


@requires_right("certification.issue")
@require_http_methods(["GET", "HEAD", "POST"])
def change_scope(request: GuardedRequest, number: int) -> HttpResponse:
    one = _own(request, number)
    form = forms.ScopeForm(request.POST or None, groups=_groups(request), initial=_scope(one))
    if request.method == "POST" and form.is_valid():
        values = form.scope | {"reason": form.cleaned_data["reason"]}
        made = done(form, issuing.change_scope, by=request.actor, certificate=one, **values)
        if made is not None:
            notices.good(request, _("Đã ghi phạm vi mới. Phạm vi cũ còn trong lịch sử."))
            return see(address_of(one) + "#pham-vi")
    return short_form(
        request, form, _("Đổi phạm vi chứng nhận"), _("Ghi phạm vi mới"), address_of(one),
        crumbs((one.number, address_of(one))), _("Phạm vi mới có giá trị ngay khi ghi."),
    )  # fmt: skip


def _own(request: GuardedRequest, number: int) -> Certificate:
    """Of the own body: of another's it answers as one that is not there."""
    one = found(queries.certificate(request.actor, number))
    if not reach.may_issue(request.actor, one.body):
        raise Http404
    return one


def _groups(request: GuardedRequest) -> list[ProductGroup]:
    """Those that the own body may certify today; all of them when nothing narrows."""
    body = bodies.own_body(request.actor)
    held = None if body is None else bodies.accredited_on(body, timezone.localdate())
    known = groups.groups(request.actor)
    if held is None:
        return known
    return [one for one in known if rules.covers_group(held.groups, one.path)]


def _scope(one: Certificate) -> dict[str, Any]:
    scope = scopes.scope_of(one)
    return {
        "products": "\n".join(scope.products),
        "groups": scope.groups,
        "sites": "\n".join(scope.sites),
        "volume_kg_year": one.volume_kg_year,
    }


def _file(sent: Any) -> tuple[str, bytes] | None:
    return None if sent is None else (sent.name, sent.read())


# --- ending and bringing back ---------------------------------------------------------------------


@requires_right("certification.suspend")
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: GuardedRequest, number: int) -> HttpResponse:
    return _with_reason(
        request, number, ending.suspend_certificate, _("Đình chỉ chứng nhận"), _("Đình chỉ ngay"),
        _("Trang quét mã báo đình chỉ trong vòng một phút. Khôi phục được sau này."),
        _("Đã đình chỉ chứng nhận. Trang công khai báo ngay."),
    )  # fmt: skip


@requires_right("certification.suspend")
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: GuardedRequest, number: int) -> HttpResponse:
    return _with_reason(
        request, number, ending.restore_certificate, _("Khôi phục chứng nhận"), _("Khôi phục"),
        _("Chứng nhận có giá trị trở lại ngay khi ghi."), _("Đã khôi phục chứng nhận."),
    )  # fmt: skip


@requires_right("certification.suspend")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: GuardedRequest, number: int) -> HttpResponse:
    return _with_reason(
        request, number, ending.withdraw_certificate, _("Thu hồi chứng nhận"),
        _("Thu hồi, chờ xác nhận"),
        _("Chứng nhận bị đình chỉ ngay. Người thứ hai xác nhận thì thu hồi hẳn, không khôi phục được nữa."),
        _("Đã thu hồi, đang chờ người thứ hai xác nhận. Chứng nhận bị đình chỉ từ lúc này."),
        undo="certification:take_back",
    )  # fmt: skip


@requires_right("certification.suspend")
@require_POST
def confirm(request: GuardedRequest, number: int) -> HttpResponse:
    one = _movable(request, number)
    told(
        request, ending.confirm_withdrawal, _("Đã xác nhận: chứng nhận bị thu hồi hẳn."),
        by=request.actor, certificate=one,
    )  # fmt: skip
    return see(address_of(one))


@requires_right("certification.suspend")
@require_POST
def take_back(request: GuardedRequest, number: int) -> HttpResponse:
    one = _movable(request, number)
    told(
        request, ending.take_back_withdrawal, _("Đã bỏ việc thu hồi. Chứng nhận trở lại như trước."),
        by=request.actor, certificate=one,
    )  # fmt: skip
    return see(address_of(one))


def _with_reason(
    request: GuardedRequest,
    number: int,
    verb: Any,
    title: str,
    button: str,
    lead: str,
    sentence: str,
    undo: str = "",
) -> HttpResponse:
    one = _movable(request, number)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "certificate": one, **form.cleaned_data}
        if done(form, verb, **values) is not None:
            notices.good(request, sentence, undo=reverse(undo, args=[one.pk]) if undo else "")
            return see(address_of(one))
    return short_form(
        request, form, title, button, address_of(one), crumbs((one.number, address_of(one))),
        f"{one.scheme}, {one.number}, {one.holder.public_name}. {lead}",
    )  # fmt: skip


def _movable(request: GuardedRequest, number: int) -> Certificate:
    one = found(queries.certificate(request.actor, number))
    if not reach.may_suspend(request.actor, one):
        raise Http404
    return one


# --- papers ---------------------------------------------------------------------------------------


@requires_right("certification.suspend")
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: GuardedRequest, number: int) -> HttpResponse:
    one = _movable(request, number)
    form = forms.FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = done(
            form, issuing.attach_file, by=request.actor, certificate=one, title=told["title"],
            file_name=told["file"].name, content=told["file"].read(),
        )  # fmt: skip
        if made is not None:
            notices.good(request, _("Đã kèm “%(name)s”.") % {"name": made.title})
            return see(address_of(one) + "#ho-so")
    return short_form(
        request, form, _("Kèm tệp vào hồ sơ"), _("Kèm tệp"), address_of(one),
        crumbs((one.number, address_of(one))),
        _("Chỉ người thấy được chứng nhận này tải được tệp."),
    )  # fmt: skip


@requires_right("certification.see")
@require_safe
def file(request: GuardedRequest, number: int, attachment: int) -> HttpResponseBase:
    one = found(queries.certificate(request.actor, number))
    kept = found(files.kept(request.actor, one, attachment))
    answer = HttpResponse(kept.content, content_type=kept.attachment.media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, kept.attachment.name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
