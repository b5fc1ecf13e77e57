"""Vouchers: enter one, take one out by a counter entry, keep its file."""

from django.http import HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.budget import words
from txng.budget.actions import spending
from txng.budget.forms.lines import CounterForm, FileForm, VoucherForm, counter_day
from txng.budget.models import Voucher
from txng.budget.queries import lines
from txng.budget.rules import money
from txng.budget.views.shared import (
    HTML,
    address_of,
    bound,
    done,
    line_crumbs,
    line_of,
    one_form,
)
from txng.ui import notices
from txng.ui.answering import found, see


@requires_right("budget.disburse")
@require_http_methods(HTML)
def new_voucher(request: GuardedRequest, code: str) -> HttpResponse:
    one = line_of(request, code)
    figures = [each for each in lines.figures(one) if each.left is not None]
    parts = [
        (
            str(each.part.pk),
            _("%(source)s (còn %(left)s đồng)")
            % {"source": each.part.source.name, "left": money.written(each.left or 0)},
        )
        for each in figures
    ]
    form = VoucherForm(bound(request), request.FILES or None, parts=parts)
    made = done(
        form,
        lambda: spending.record_voucher(
            by=request.actor, line=one, part=int(form.cleaned_data["part"]), paid=form.paid,
            token=form.cleaned_data["token"] or f"{one.pk}:{form.cleaned_data['number']}",
            file=form.sent_file,
        ),
    )  # fmt: skip
    if made is not None:
        _tell(request, made)
        return see(address_of(one) + "#chung-tu")
    return one_form(
        request, form, title=_("Ghi chứng từ cho %(code)s") % {"code": one.code},
        button=_("Ghi chứng từ"), crumbs=line_crumbs(one), template="budget/voucher_form.html",
        line=one, figures=[(each, words.LEVELS.get(each.level, "")) for each in figures],
        lead=_("Chứng từ đã ghi không sửa và không xóa; ghi nhầm thì đảo rồi ghi lại."),
    )  # fmt: skip


@requires_right("budget.disburse")
@require_http_methods(HTML)
def counter(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(lines.voucher(request.actor, number))
    line = one.part.line
    form = CounterForm(bound(request), day=counter_day(line.year))
    made = done(
        form,
        lambda: spending.counter_voucher(
            by=request.actor, voucher=one, reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"], token=form.cleaned_data["token"] or f"counter {one.pk}",
        ),
    )  # fmt: skip
    if made is not None:
        notices.good(request, _("Đã đảo chứng từ %(number)s.") % {"number": one.number})
        return see(address_of(line) + "#chung-tu")
    return one_form(
        request, form, title=_("Đảo chứng từ %(number)s") % {"number": one.number},
        button=_("Ghi bút toán đảo"), crumbs=line_crumbs(line),
        lead=_(
            "%(amount)s đồng trả cho %(payee)s: ghi thêm một dòng cùng số tiền mang dấu trừ, chứng từ cũ giữ"
            " nguyên."
        ) % {"amount": money.written(one.amount), "payee": one.payee},
    )  # fmt: skip


@requires_right("budget.disburse")
@require_http_methods(HTML)
def attach(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(lines.voucher(request.actor, number))
    form = FileForm(bound(request), request.FILES or None)
    made = done(
        form,
        lambda: spending.attach_file(
            by=request.actor, voucher=one, file_name=form.cleaned_data["file"].name,
            content=form.cleaned_data["file"].read(),
        ),
    )  # fmt: skip
    if made is not None:
        notices.good(request, _("Đã kèm “%(name)s”.") % {"name": made.name})
        return see(address_of(one.part.line) + "#chung-tu")
    return one_form(
        request, form, title=_("Kèm tệp vào chứng từ %(number)s") % {"number": one.number},
        button=_("Kèm tệp"), crumbs=line_crumbs(one.part.line),
        lead=_("Chỉ người thấy được dòng dự toán này tải được tệp."),
    )  # fmt: skip


@requires_right("budget.see")
@require_safe
def file(request: GuardedRequest, number: int, attachment: int) -> HttpResponseBase:
    one = found(lines.voucher(request.actor, number))
    kept = found(lines.kept_file(request.actor, one, attachment))
    answer = HttpResponse(kept.content, content_type=kept.attachment.media_type)
    name = content_disposition_header(True, kept.attachment.name)
    answer.headers["Content-Disposition"] = name or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _tell(request: GuardedRequest, made: Voucher) -> None:
    """Good, and a warning beside it when the source is near its end."""
    told = {"number": made.number, "amount": money.written(made.amount)}
    notices.good(request, _("Đã ghi chứng từ %(number)s: %(amount)s đồng.") % told)
    line = line_of(request, made.part.line.code)
    part = next(each for each in lines.figures(line) if each.part.pk == made.part_id)
    if part.level:
        notices.warn(
            request,
            _("%(warning)s của nguồn “%(source)s”: còn lại %(left)s đồng.")
            % {
                "warning": words.LEVELS[part.level],
                "source": part.part.source.name,
                "left": money.written(part.left or 0),
            },
        )
