"""Is the data of enterprises fresh? For officers a list, for an enterprise its own page (Plan IV.1.g).

/giam-sat/cap-nhat                   who is late, who never captured anything; filters, CSV, Excel
/giam-sat/cap-nhat/co-so/DV000017    one enterprise
/giam-sat/cap-nhat/nguong            days per kind, set by the agency
/du-lieu-cua-toi                     the enterprise's own: what to do next
"""

from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.parties import administrative_units
from txng.parties.models import Enterprise, EnterpriseWord
from txng.supervision import actions, queries, rules
from txng.supervision import freshness_words as words
from txng.supervision.errors import LimitError, SupervisionError
from txng.supervision.forms import LimitsForm
from txng.supervision.queries import Aspect, Certified
from txng.ui import lists, notices, search

Rows = QuerySet[Enterprise]


def _aspect(one: Enterprise, kind: str) -> Aspect:
    return queries.aspect(one, kind, timezone.localdate())


def _told(one: Enterprise, kind: str) -> tuple[Aspect, date | None]:
    aspect = _aspect(one, kind)
    return aspect, None if aspect.last is None else timezone.localdate(aspect.last)


def _column(kind: str) -> lists.Column:
    return lists.Column(
        kind,
        words.KINDS[kind],
        value=lambda one: words.brief(*_told(one, kind)),
        mark=lambda one: words.MARKS[_aspect(one, kind).standing],
    )


def _certified(one: Enterprise) -> Certified:
    return queries.certified(one, timezone.localdate())


def _narrow_any(rows: Rows, value: str) -> Rows:
    return queries.standing_is(rows, rules.KINDS, value)


def _filter(kind: str) -> lists.Filter:
    return lists.Filter(
        f"viec-{kind}",
        words.KINDS[kind],
        choices=_CHOICES,
        narrow=lambda rows, value: queries.standing_is(rows, (kind,), value),
    )


_CHOICES: Final = (
    (rules.LATE, gettext_lazy("Chậm")),
    (rules.NEVER, gettext_lazy("Chưa từng")),
    (rules.FRESH, gettext_lazy("Chưa chậm")),
)


def _communes() -> list[tuple[str, str]]:
    return [(unit.code, unit.name) for unit in administrative_units.communes()]


def _commune(code: str) -> str:
    unit = administrative_units.commune(code)
    return unit.name if unit else code


REGISTER: Final = lists.Register(
    name="cap-nhat-du-lieu",
    title=gettext_lazy("Cơ sở cập nhật dữ liệu"),
    order="name",
    template="supervision/freshness.html",
    columns=(
        lists.Column(
            "name",
            gettext_lazy("Cơ sở"),
            value=lambda one: one.shown_name,
            sort="name_key",
            link=lambda one: reverse("supervision:freshness_of", args=[one.code]),
        ),
        lists.Column("code", gettext_lazy("Mã"), kind="code"),
        lists.Column(
            "commune", gettext_lazy("Xã, phường"), value=lambda one: _commune(one.commune_code)
        ),
        *(_column(kind) for kind in rules.KINDS),
        lists.Column(
            "certificates",
            words.CERTIFICATES,
            value=lambda one: words.certificates_brief(_certified(one)),
            mark=lambda one: words.CERTIFICATE_MARKS[_certified(one).standing],
        ),
    ),
    filters=(
        lists.Filter(
            "tinh-trang",
            gettext_lazy("Tình trạng chung"),
            choices=(
                (rules.LATE, gettext_lazy("Có việc chậm")),
                (rules.NEVER, gettext_lazy("Có việc chưa từng làm")),
                (rules.FRESH, gettext_lazy("Không việc nào chậm")),
            ),
            narrow=_narrow_any,
        ),
        *(_filter(kind) for kind in rules.KINDS),
        lists.Filter(
            "chung-nhan",
            words.CERTIFICATES,
            choices=(
                (rules.ENDING, gettext_lazy("Chứng nhận sắp hết hạn")),
                (rules.HOLDING, gettext_lazy("Chứng nhận còn hạn")),
                (rules.NONE, gettext_lazy("Không có chứng nhận")),
            ),
            narrow=lambda rows, value: queries.certificates_are(rows, value, timezone.localdate()),
        ),
        lists.Filter("xa", gettext_lazy("Xã, phường"), choices=_communes, narrow="commune_code"),
    ),
    search=lambda rows, text: search.matching(rows, EnterpriseWord, text),
    search_label=gettext_lazy("Tìm theo tên, mã hoặc mã số thuế"),
    empty=lists.Empty(gettext_lazy("Chưa có cơ sở nào trong địa bàn của bạn.")),
)


@requires_right("supervision.watch")
@require_safe
def freshness(request: GuardedRequest) -> HttpResponseBase:
    links = []
    if request.actor.may_everywhere(rules.SET_LIMITS):
        links.append(lists.Link(_("Đặt ngưỡng"), reverse("supervision:limits"), leads=True))
    return REGISTER.answer(
        request, queries.watched(request.actor), actions=links, read_at=queries.read_at(request.actor),
        limits=[(words.KINDS[kind], days) for kind, days in queries.limits(request.actor).items()],
    )  # fmt: skip


def _shown(request: GuardedRequest, one: Enterprise, *, is_own: bool) -> list[dict[str, Any]]:
    may_keys = request.actor.may("accounts.keys")
    may_certificates = request.actor.may("certification.see")
    found = []
    for aspect in queries.aspects(one, timezone.localdate()):
        day = None if aspect.last is None else timezone.localdate(aspect.last)
        step, link, address = words.next_step(aspect, one.code) if is_own else ("", "", "")
        if aspect.kind == rules.EVENT and not may_keys:
            link = address = ""
        found.append(
            {
                "title": words.KINDS[aspect.kind],
                "standing": words.STANDINGS[aspect.standing],
                "mark": words.MARKS[aspect.standing],
                "icon": words.ICONS[aspect.standing],
                "sentence": words.sentence(aspect, day),
                "step": step,
                "link": link,
                "address": address,
            }
        )
    certified = _certified(one)
    link, address = words.certificates_link(certified, one.code) if may_certificates else ("", "")
    found.append(
        {
            "title": words.CERTIFICATES,
            "standing": words.CERTIFICATE_STANDINGS[certified.standing],
            "mark": words.CERTIFICATE_MARKS[certified.standing],
            "icon": words.CERTIFICATE_ICONS[certified.standing],
            "sentence": words.certificates_sentence(certified),
            "step": words.certificates_step(certified) if is_own else "",
            "link": link,
            "address": address,
        }
    )
    return found


@requires_right("supervision.watch")
@require_safe
def freshness_of(request: GuardedRequest, code: str) -> HttpResponse:
    one = queries.watched_one(request.actor, code)
    if one is None:
        raise Http404
    values = {
        "one": one,
        "commune": _commune(one.commune_code),
        "aspects": _shown(request, one, is_own=False),
        "has_account": one.organisation_id is not None,
        "read_at": queries.read_at(request.actor),
        "crumbs": [(_("Cơ sở cập nhật dữ liệu"), reverse("supervision:freshness"))],
    }
    return render(request, "supervision/freshness_of.html", values)


@requires_right("supervision.own")
@require_safe
def my_freshness(request: GuardedRequest) -> HttpResponse:
    one = queries.own(request.actor)
    values = {
        "one": one,
        "aspects": _shown(request, one, is_own=True) if one else [],
        "read_at": queries.read_at(request.actor),
    }
    return render(request, "supervision/my_freshness.html", values)


@requires_right("supervision.set_limits")
@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: GuardedRequest) -> HttpResponse:
    form = LimitsForm(request.POST or None, initial=queries.limits(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            before = actions.set_limits(by=request.actor, days=form.days)
        except LimitError as refused:
            form.refuse(refused.field, str(refused))
        except SupervisionError as refused:
            form.refuse(None, str(refused))
        else:
            asked = "&".join(f"{kind}={days}" for kind, days in before.items())
            notices.good(
                request,
                _("Đã đặt ngưỡng mới."),
                undo=f"{reverse('supervision:undo_limits')}?{asked}",
            )
            return _to(reverse("supervision:freshness"))
    values = {
        "form": form,
        "crumbs": [(_("Cơ sở cập nhật dữ liệu"), reverse("supervision:freshness"))],
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "supervision/limits.html", values, status=status)


@requires_right("supervision.set_limits")
@require_POST
def undo_limits(request: GuardedRequest) -> HttpResponse:
    """Sets what the address says: the days that held before."""
    form = LimitsForm(request.GET)
    if not form.is_valid():
        notices.stop(request, _("Không đọc được ngưỡng cũ. Đặt lại bằng tay."))
        return _to(reverse("supervision:limits"))
    try:
        actions.set_limits(by=request.actor, days=form.days)
    except SupervisionError as refused:
        notices.stop(request, str(refused))
    else:
        notices.good(request, _("Đã trở lại ngưỡng trước."))
    return _to(reverse("supervision:freshness"))


def _to(address: str) -> HttpResponse:
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer
