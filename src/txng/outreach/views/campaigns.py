"""Pages of campaigns.

/tuyen-truyen                     campaigns
/tuyen-truyen/dot/3               one: its plan as a calendar of the year, and as a table
"""

from dataclasses import replace
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.outreach.actions import campaigns as actions
from txng.outreach.forms.campaigns import ActivityForm, CampaignForm
from txng.outreach.models import Campaign
from txng.outreach.queries import campaigns as queries
from txng.outreach.rules import AUDIENCES
from txng.outreach.views.shared import (
    agency_name,
    agency_names,
    done,
    short_form,
    told,
    whole,
)
from txng.parties import queries as parties
from txng.products.queries import groups as product_groups
from txng.ui import lists, notices
from txng.ui.answering import found, see, status_of

MONTHS: Final = range(1, 13)
ANYBODY: Final = gettext_noop("Mọi người")

CAMPAIGNS: Final = lists.Register(
    name="dot-tuyen-truyen",
    title=gettext_lazy("Hoạt động tuyên truyền"),
    order="-year",
    columns=(
        lists.Column("title", gettext_lazy("Đợt"), link=lambda one: address(one)),
        lists.Column("year", gettext_lazy("Năm"), sort="year", value=lambda one: str(one.year)),
        lists.Column("clause", gettext_lazy("Điều khoản"), kind="code"),
        lists.Column("agency", gettext_lazy("Chủ trì"), value=lambda one: agency_name(one.agency)),
        lists.Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=lambda one: _("Đã đóng") if one.closed_at else _("Đang chạy"),
            mark=lambda one: "" if one.closed_at else "good",
        ),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có đợt tuyên truyền nào."),
        gettext_lazy(
            "Lập đợt của năm, ghi các kênh và cơ quan; sau đó mỗi cơ quan ghi việc mình đã làm."
        ),
    ),
)


def address(one: Campaign) -> str:
    return reverse("outreach:campaign", args=[one.pk])


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Hoạt động tuyên truyền"), reverse("outreach:campaigns")), *more]


@requires_right("outreach.campaign")
@require_safe
def campaigns(request: GuardedRequest) -> HttpResponseBase:
    year = timezone.localdate().year
    links = [
        lists.Link(_("Ghi việc đã làm"), reverse("outreach:new_evidence")),
        lists.Link(_("Lập đợt mới"), reverse("outreach:new_campaign")),
        lists.Link(_("Đã tuyên truyền"), reverse("outreach:evidence_list"), leads=True),
        lists.Link(
            _("Bảng năm %(year)d") % {"year": year},
            reverse("outreach:evidence_year", args=[year]),
            leads=True,
        ),
    ]
    return CAMPAIGNS.answer(request, queries.campaigns(request.actor), actions=links)


@requires_right("outreach.campaign")
@require_http_methods(["GET", "HEAD", "POST"])
def new_campaign(request: GuardedRequest) -> HttpResponse:
    initial = {"year": timezone.localdate().year, "clause": "PL.1"}
    form = CampaignForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = done(form, actions.open_campaign, by=request.actor, **form.cleaned_data)
        if made is not None:
            notices.good(request, _("Đã lập đợt. Thêm các hoạt động theo kênh."))
            return see(address(made))
    return short_form(
        request, form, _("Lập đợt tuyên truyền"), _("Lập đợt"),
        cancel=reverse("outreach:campaigns"), crumbs=crumbs(),
    )  # fmt: skip


@requires_right("outreach.campaign")
@require_safe
def campaign(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.campaign(request.actor, number))
    names = agency_names()
    plan = [
        replace(
            line,
            agency_name=names.get(line.activity.agency.code, line.activity.agency.code),
            audience_name=_(AUDIENCES.get(line.activity.audience, ANYBODY)),
        )
        for line in queries.plan(one)
    ]
    own = parties.agency_of(request.actor)
    leads = queries.may_lead(request.actor, one)
    values = {
        "one": one,
        "leader": agency_name(one.agency),
        "plan": plan,
        "calendar": [(line, _months(line, one.year)) for line in plan],
        "months": MONTHS,
        "planned": sum(line.activity.planned for line in plan),
        "done": sum(min(line.done, line.activity.planned) for line in plan),
        "leads": leads,
        "own": own,
        "may_plan": one.closed_at is None and (leads or own is not None),
        "crumbs": crumbs(),
    }
    return render(request, "outreach/campaign.html", values)


def _months(line: queries.Planned, year: int) -> list[bool]:
    """Whether the line runs in each month of the year."""
    first, last = line.activity.starts_on, line.activity.ends_on
    begin, end = (first.year, first.month), (last.year, last.month)
    return [begin <= (year, month) <= end for month in MONTHS]


@requires_right("outreach.campaign")
@require_http_methods(["GET", "HEAD", "POST"])
def change_campaign(request: GuardedRequest, number: int) -> HttpResponse:
    one = _led(request, number)
    base = whole(request.POST.get("base", ""), 1, 99_999, one.version)
    names = ("year", "title", "goal", "clause")
    form = CampaignForm(request.POST or None, initial={name: getattr(one, name) for name in names})
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "campaign": one, "base": base, **form.cleaned_data}
        if done(form, actions.change_campaign, **values) is not None:
            notices.good(request, _("Đã lưu."))
            return see(address(one))
    values = {
        "form": form, "base": one.version, "title": _("Sửa đợt tuyên truyền"), "button": _("Lưu"),
        "cancel": address(one), "crumbs": crumbs((one.title, address(one))),
    }  # fmt: skip
    return render(request, "outreach/form.html", values, status=status_of(form))


@requires_right("outreach.campaign")
@require_POST
def close_campaign(request: GuardedRequest, number: int) -> HttpResponse:
    one = _led(request, number)
    told(
        request, actions.close_campaign, _("Đã đóng đợt."), by=request.actor, campaign=one,
        undo=reverse("outreach:reopen_campaign", args=[one.pk]),
    )  # fmt: skip
    return see(address(one))


@requires_right("outreach.campaign")
@require_POST
def reopen_campaign(request: GuardedRequest, number: int) -> HttpResponse:
    one = _led(request, number)
    told(request, actions.reopen_campaign, _("Đã mở lại đợt."), by=request.actor, campaign=one)
    return see(address(one))


@requires_right("outreach.campaign")
@require_http_methods(["GET", "HEAD", "POST"])
def plan_activity(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.campaign(request.actor, number))
    own = parties.agency_of(request.actor)
    form = ActivityForm(
        request.POST or None,
        agencies=parties.agencies(request.actor, timezone.localdate(), one_by_one=True),
        groups=product_groups.groups(request.actor),
        initial={"agency": own.code if own else "", "planned": 1},
    )
    if request.method == "POST" and form.is_valid():
        made = done(form, actions.plan_activity, by=request.actor, campaign=one, facts=form.facts)
        if made is not None:
            notices.good(request, _("Đã thêm hoạt động."))
            return see(address(one))
    return short_form(
        request, form, _("Thêm hoạt động"), _("Thêm hoạt động"), cancel=address(one),
        crumbs=crumbs((one.title, address(one))),
    )  # fmt: skip


@requires_right("outreach.campaign")
@require_POST
def drop_activity(request: GuardedRequest, number: int) -> HttpResponse:
    line = found(queries.activity(request.actor, number))
    told(request, actions.drop_activity, _("Đã bỏ hoạt động."), by=request.actor, activity=line)
    return see(address(line.campaign))


def _led(request: GuardedRequest, number: int) -> Campaign:
    """A campaign that others lead answers like a missing one."""
    one = found(queries.campaign(request.actor, number))
    if not queries.may_lead(request.actor, one):
        raise Http404
    return one
