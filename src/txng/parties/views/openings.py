"""Pages for breaking the glass: open the names of persons of one party; who opened what."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.parties import actions, queries
from txng.parties.forms import OpeningForm
from txng.parties.views import asking
from txng.ui import dates, lists, notices

OPENINGS = lists.Register(
    name="mo-ten-nguoi",
    title=gettext_lazy("Các lần mở tên người"),
    lead=gettext_lazy(
        "Ai mở tên, điện thoại, ranh thửa của hộ nào, vì sao. Dòng ở đây không sửa và không xóa được."
    ),
    order="-opened_at",
    columns=(
        lists.Column("enterprise", gettext_lazy("Cơ sở"), value="enterprise.code", kind="code"),
        lists.Column("person", gettext_lazy("Người mở"), value=lambda one: str(one.person)),
        lists.Column("organisation", gettext_lazy("Thay mặt"),
                     value=lambda one: one.organisation.name if one.organisation else ""),
        lists.Column("reason", gettext_lazy("Lý do")),
        lists.Column("case_number", gettext_lazy("Số hồ sơ vụ việc"), kind="code"),
        lists.Column("opened_at", gettext_lazy("Mở lúc"), kind="moment", sort="opened_at"),
        lists.Column("until", gettext_lazy("Xem được đến"), kind="moment"),
    ),
    empty=lists.Empty(gettext_lazy("Chưa ai mở tên người lần nào.")),
)  # fmt: skip


@requires_right("parties.open_persons")
@require_http_methods(["GET", "HEAD", "POST"])
def open_persons(request: GuardedRequest, code: str) -> HttpResponse:
    found = asking.enterprise_or_404(request.actor, code)
    if not queries.may_open(request.actor, found):
        raise Http404
    form = OpeningForm(asking.bound(request))

    def open_them() -> object:
        return actions.open_persons(by=request.actor, enterprise=found, **form.cleaned_data)

    made = asking.done(form, open_them)
    if made is not None:
        told = _("Đã mở tên người của %(code)s đến %(until)s. Chủ dữ liệu đọc được lần mở này.")
        moment = dates.written_moment(made.until, get_language() or "vi")
        notices.good(request, told % {"code": found.code, "until": moment})
        return redirect("parties:enterprise", code=found.code)
    values = {
        "form": form,
        "enterprise": found,
        "is_open": found.shows_person,
        "cancel": reverse("parties:enterprise", args=[found.code]),
        "crumbs": asking.enterprise_crumbs(found),
    }
    status = 400 if form.is_bound else 200
    return render(request, "parties/open_persons.html", values, status=status)


@requires_right("parties.see_openings")
@require_safe
def openings(request: GuardedRequest) -> HttpResponseBase:
    return OPENINGS.answer(request, queries.openings(request.actor))
