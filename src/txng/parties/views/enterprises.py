"""Pages of parties: the list, one, new, edited, closed, merged; figures."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts import queries as accounts
from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.parties import actions, queries, rules, words
from txng.parties import administrative_units as units
from txng.parties.forms import (
    ClosingForm,
    EndMembershipForm,
    MemberForm,
    MergeForm,
    PartyForm,
)
from txng.parties.models import Enterprise
from txng.parties.queries.statistics import WAYS, By
from txng.parties.rules import periods, size_classes, tax_codes
from txng.parties.views import asking, registers
from txng.ui import lists, notices

HTML = ["GET", "HEAD", "POST"]


@requires_right("parties.see")
@require_safe
def enterprises(request: GuardedRequest) -> HttpResponseBase:
    actor = request.actor
    rows = queries.enterprises(actor)
    links = []
    if actor.may(rules.EDIT):
        links.append(lists.Link(_("Ghi cơ sở mới"), reverse("parties:new_enterprise")))
    if actor.may(rules.COUNT):
        links.append(lists.Link(_("Số liệu"), reverse("parties:figures")))
    if actor.may(rules.MERGE):
        links.append(lists.Link(_("Hồ sơ nghi trùng"), reverse("parties:duplicates")))
    return registers.enterprises_for(actor).answer(request, rows, actions=links)


@requires_right("parties.see")
@require_safe
def enterprise(request: GuardedRequest, code: str) -> HttpResponse:
    actor = request.actor
    found = asking.enterprise_or_404(actor, code)
    if found.code != code:  # typed another way, or merged into this one
        return redirect("parties:enterprise", code=found.code)
    day, wrong_day = asking.asked_day(request)
    is_open = found.shows_person or not found.is_of_persons
    size = size_classes.size_of_party(
        found.kind,
        found.field,
        workers=found.workers,
        revenue_vnd=found.revenue_vnd,
        capital_vnd=found.capital_vnd,
        on=day,
    )
    values = {
        "enterprise": found,
        "is_open": is_open,
        "place": units.name_on(found.commune_code, units.BEGINNING),
        "place_before": units.name_on(
            found.commune_code, periods.day_before(units.BEGINNING), found.earlier_commune_code
        ),
        "tax_code": tax_codes.masked(found.tax_code) if is_open else "",
        "size_reasons": [words.sentence(reason) for reason in size.reasons],
        "size_missing": size.missing,
        "face": queries.enterprise_as_of(actor, found.code, day) if "ngay" in request.GET else None,
        "wrong_day": wrong_day,
        "asked_day": request.GET.get("ngay", ""),
        "past": queries.past_of(actor, found),
        "establishments": queries.establishments(actor, found).order_by("name", "pk")[:200],
        "plots": queries.plots(actor, found).order_by("pk")[:200],
        "site_codes": queries.site_codes(actor, found).order_by("-issued_on", "pk")[:200],
        "members": queries.members_with_names(actor, found),
        "has_members": found.kind in rules.WITH_MEMBERS,
        "groups": [one.group for one in queries.groups_of(actor, found)],
        "may_change": queries.may_change(actor, found),
        "may_open": not found.shows_person and queries.may_open(actor, found),
        "opening": queries.open_now(actor, found),
        "openings": queries.openings_of(actor, found)[:20],
        "may_merge": queries.may_change(actor, found, rules.MERGE),
        "crumbs": [asking.register_crumb()],
    }
    return render(request, "parties/enterprise.html", values)


@requires_right("parties.edit")
@require_http_methods(HTML)
def new_enterprise(request: GuardedRequest) -> HttpResponse:
    """An officer's entry; an owner's own; with ?thanh-vien-cua=DV-.. a member of a cooperative."""
    actor = request.actor
    group = None
    if "thanh-vien-cua" in request.GET:
        group = asking.changeable_or_404(actor, request.GET["thanh-vien-cua"])
    form = PartyForm(asking.bound(request), is_new=True, initial=_first_values(request, group))
    organisation = None
    if actor.organisation_id is not None and group is None and actor.may_own_only(rules.EDIT):
        organisation = accounts.organisation_named(actor.organisation)

    def register() -> Enterprise:
        return actions.register_enterprise(
            by=actor, facts=form.facts, organisation=organisation, member_of=group
        )

    made = asking.done(form, register)
    if made is not None:
        told = _("Đã ghi %(code)s. Thêm địa điểm và thửa ở dưới.") % {"code": made.code}
        notices.good(request, told)
        return redirect("parties:enterprise", code=made.code)
    title = _("Ghi thành viên mới") if group else _("Ghi cơ sở mới")
    crumbs = asking.enterprise_crumbs(group) if group else [asking.register_crumb()]
    return asking.form_page(request, form, title=title, button=_("Lưu cơ sở"), crumbs=crumbs)


@requires_right("parties.edit")
@require_http_methods(HTML)
def edit_enterprise(request: GuardedRequest, code: str) -> HttpResponse:
    found = asking.changeable_or_404(request.actor, code)
    if not found.shows_person:  # the form would tell them
        return asking.open_first(request, found)
    form = PartyForm(asking.bound(request), initial=PartyForm.values_of(found))

    def edit() -> Enterprise:
        return actions.edit_enterprise(
            by=request.actor,
            enterprise=found,
            facts=form.facts,
            version=form.cleaned_data["version"],
            changed_on=form.cleaned_data["changed_on"],
        )

    if asking.done(form, edit) is not None:
        notices.good(request, _("Đã lưu hồ sơ %(code)s.") % {"code": found.code})
        return redirect("parties:enterprise", code=found.code)
    crumbs = asking.enterprise_crumbs(found)
    return asking.form_page(
        request,
        form,
        title=_("Sửa hồ sơ %(code)s") % {"code": found.code},
        button=_("Lưu hồ sơ"),
        crumbs=crumbs,
    )


@requires_right("parties.edit")
@require_http_methods(HTML)
def close_enterprise(request: GuardedRequest, code: str) -> HttpResponse:
    found = asking.changeable_or_404(request.actor, code)
    form = ClosingForm(asking.bound(request))

    def close() -> Enterprise:
        return actions.close_enterprise(
            by=request.actor, enterprise=found, closed_on=form.cleaned_data["closed_on"]
        )

    if asking.done(form, close) is not None:
        notices.good(
            request,
            _("Đã ghi %(code)s ngừng hoạt động.") % {"code": found.code},
            undo=reverse("parties:reopen_enterprise", args=[found.code]),
        )
        return redirect("parties:enterprise", code=found.code)
    crumbs = asking.enterprise_crumbs(found)
    return asking.form_page(
        request,
        form,
        title=_("Ghi %(name)s ngừng hoạt động") % {"name": found.shown_name},
        button=_("Ghi ngừng hoạt động"),
        crumbs=crumbs,
        lead=_("Hồ sơ và mọi việc đã ghi vẫn còn. Có thể mở lại."),
    )


@requires_right("parties.edit")
@require_POST
def reopen_enterprise(request: GuardedRequest, code: str) -> HttpResponse:
    found = asking.changeable_or_404(request.actor, code)
    actions.reopen_enterprise(by=request.actor, enterprise=found)
    notices.good(request, _("%(code)s hoạt động trở lại.") % {"code": found.code})
    return redirect("parties:enterprise", code=found.code)


@requires_right("parties.edit")
@require_http_methods(HTML)
def add_member(request: GuardedRequest, code: str) -> HttpResponse:
    group = asking.changeable_or_404(request.actor, code)
    if group.kind not in rules.WITH_MEMBERS:
        raise Http404
    form = MemberForm(asking.bound(request))

    def add() -> object:
        asked = form.cleaned_data["member"]
        member = queries.enterprise(request.actor, asked) or queries.with_tax_code(
            request.actor, asked
        )
        if member is None:
            form.refuse("member", _("Không có cơ sở nào mang mã này. So lại từng chữ số."))
            return None
        return actions.add_member(
            by=request.actor, group=group, member=member, joined_on=form.cleaned_data["joined_on"]
        )

    if asking.done(form, add) is not None:
        notices.good(request, _("Đã thêm thành viên."))
        return redirect("parties:enterprise", code=group.code)
    crumbs = asking.enterprise_crumbs(group)
    return asking.form_page(
        request, form, title=_("Thêm thành viên đã có trong sổ"), button=_("Thêm thành viên"), crumbs=crumbs,
    )  # fmt: skip


@requires_right("parties.edit")
@require_http_methods(HTML)
def end_membership(request: GuardedRequest, code: str, number: int) -> HttpResponse:
    group = asking.changeable_or_404(request.actor, code)
    held = queries.members(request.actor, group).filter(pk=number, left_on__isnull=True).first()
    if held is None:
        raise Http404
    form = EndMembershipForm(asking.bound(request))
    end = partial(actions.end_membership, by=request.actor, group=group, number=number)
    if asking.done(form, lambda: end(left_on=form.cleaned_data["left_on"])) is not None:
        notices.good(request, _("Đã ghi thành viên ra khỏi."))
        return redirect("parties:enterprise", code=group.code)
    crumbs = asking.enterprise_crumbs(group)
    return asking.form_page(
        request, form, title=_("Ghi thành viên ra khỏi"), button=_("Ghi ra khỏi"), crumbs=crumbs,
        lead=_("Thành viên: %(member)s") % {"member": held.member.code},
    )  # fmt: skip


@requires_right("parties.merge")
@require_safe
def duplicates(request: GuardedRequest) -> HttpResponse:
    groups = [
        [(one, registers.commune_name(one.commune_code)) for one in group]
        for group in queries.duplicates(request.actor)
    ]
    values = {"groups": groups, "crumbs": [asking.register_crumb()]}
    return render(request, "parties/duplicates.html", values)


@requires_right("parties.merge")
@require_http_methods(HTML)
def merge(request: GuardedRequest, keep: str, drop: str) -> HttpResponse:
    """Two entries side by side, what goes over, and the reason; then they are one."""
    kept = asking.enterprise_or_404(request.actor, keep)
    gone = asking.enterprise_or_404(request.actor, drop)
    if kept.pk == gone.pk:
        raise Http404
    form = MergeForm(asking.bound(request))

    def run() -> Enterprise:
        return actions.merge_enterprises(
            by=request.actor, keep=kept, drop=gone, reason=form.cleaned_data["reason"]
        )

    if asking.done(form, run) is not None:
        told = _("%(gone)s nay là %(kept)s. Mã cũ vẫn mở ra hồ sơ này.")
        notices.good(request, told % {"gone": gone.code, "kept": kept.code})
        return redirect("parties:enterprise", code=kept.code)
    sides = [
        (
            one,
            registers.commune_name(one.commune_code),
            queries.establishments(request.actor, one).count(),
            queries.plots(request.actor, one).count(),
        )
        for one in (kept, gone)
    ]
    values = {
        "form": form,
        "kept": kept,
        "gone": gone,
        "sides": sides,
        "crumbs": [asking.register_crumb(), (_("Hồ sơ nghi trùng"), reverse("parties:duplicates"))],
    }
    return render(request, "parties/merge.html", values, status=400 if form.is_bound else 200)


@requires_right("parties.count")
@require_safe
def figures(request: GuardedRequest) -> HttpResponse:
    asked = request.GET.get("theo", "commune")
    by: By = asked if asked in WAYS else "commune"
    titles = {
        "commune": _("Xã, phường nay"),
        "district": _("Huyện trước 01/07/2025"),
        "old_province": _("Tỉnh trước 01/07/2025"),
        "kind": _("Loại hình"),
        "sector": _("Ngành quản lý"),
        "size": _("Quy mô"),
        "ownership": _("Thành phần kinh tế"),
    }
    lines = queries.counted(request.actor, by)
    values = {
        "ways": [(way, titles[way], way == by) for way in WAYS],
        "title": titles[by],
        "lines": lines,
        "total": sum(line.count for line in lines),
        "is_by_district": by == "district",
        "crumbs": [asking.register_crumb()] if request.actor.may(rules.SEE) else [],
    }
    return render(request, "parties/figures.html", values)


def _first_values(request: GuardedRequest, group: Enterprise | None) -> dict[str, object]:
    if group is not None:
        return {"kind": rules.HOUSEHOLD, "sector": group.sector}
    if not request.actor.may_own_only(rules.EDIT):
        return {}
    if queries.own_enterprise(request.actor) is not None:
        raise PermissionDenied(_("Đơn vị của bạn đã có hồ sơ trong sổ."))
    return {"name": request.actor.organisation}
