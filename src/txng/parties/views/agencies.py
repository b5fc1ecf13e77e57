"""Pages of agencies and duties, and of the administrative units, as of any day."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.parties import actions, queries, rules
from txng.parties import administrative_units as units
from txng.parties.errors import PartiesError
from txng.parties.forms import EndForm, MandateForm, NameForm, SeatForm
from txng.parties.models import Agency, AgencyName, Mandate
from txng.parties.views import asking
from txng.ui import collation, fields, notices

HTML = ["GET", "HEAD", "POST"]


@requires_right("parties.see")
@require_safe
def agencies(request: GuardedRequest) -> HttpResponse:
    day, wrong_day = asking.asked_day(request)
    found = queries.agencies(request.actor, day)
    values = {
        "agencies": [(one, one.agency.get_kind_display()) for one in found],
        "day": day,
        "wrong_day": wrong_day,
        "asked_day": request.GET.get("ngay", ""),
        "is_loaded": queries.plan_is_loaded(request.actor),
        "may_change": request.actor.may_everywhere(rules.MANDATES),
    }
    return render(request, "parties/agencies.html", values)


@requires_right("parties.see")
@require_safe
def agency(request: GuardedRequest, code: str) -> HttpResponse:
    found = _agency_or_404(request, code)
    names = sorted(
        found.names.all(),
        key=lambda one: (one.valid_from is not None, one.valid_from),
        reverse=True,
    )
    many = queries.one_by_one(request.actor, found, timezone.localdate())
    count_open = sum(one.has_account for one in many)
    values = {
        "agency": found,
        "many": many,
        "count_open": count_open,
        "count_missing": len(many) - count_open,
        "group": _last_name(found.part_of)[1] if found.part_of else "",
        "names": names,
        "successors": [_last_name(one) for one in found.successors.all()],
        "predecessors": [_last_name(one) for one in found.predecessors.all()],
        "mandates": queries.mandates(request.actor, found),
        "may_change": request.actor.may_everywhere(rules.MANDATES),
        "crumbs": [_crumb()],
    }
    return render(request, "parties/agency.html", values)


@requires_right("parties.see")
@require_safe
def mandates(request: GuardedRequest) -> HttpResponse:
    """Duties on a day; with ?xa=Xã Lạc Dương by the committee of that place."""
    day, wrong_day = asking.asked_day(request)
    typed = " ".join(request.GET.get("xa", "").split())[:120]
    places = units.places_called(typed) if typed else []
    values = {
        "duties": _duties(
            queries.holders(
                request.actor, day, commune_code=places[0].commune.code if places else ""
            )
        ),
        "day": day,
        "wrong_day": wrong_day,
        "asked_day": request.GET.get("ngay", ""),
        "asked_place": typed,
        "wrong_place": bool(typed) and not places,
        "is_loaded": queries.plan_is_loaded(request.actor),
        "may_change": request.actor.may_everywhere(rules.MANDATES),
        "places": units.places(),
    }
    return render(request, "parties/mandates.html", values)


@requires_right("parties.mandates")
@require_POST
def load_plan(request: GuardedRequest) -> HttpResponse:
    if not request.actor.may_everywhere(rules.MANDATES):
        raise Http404
    new_agencies, new_mandates = actions.load_plan(by=request.actor)
    told = _("Đã nạp %(agencies)d cơ quan và %(mandates)d nhiệm vụ của Kế hoạch 6736.")
    notices.good(request, told % {"agencies": new_agencies, "mandates": new_mandates})
    return redirect("parties:mandates")


@requires_right("parties.mandates")
@require_http_methods(HTML)
def rename_agency(request: GuardedRequest, code: str) -> HttpResponse:
    found = _agency_or_404(request, code)
    form = NameForm(asking.bound(request))

    def rename() -> AgencyName:
        return actions.rename_agency(by=request.actor, agency=found, **form.cleaned_data)

    if asking.done(form, rename) is not None:
        notices.good(request, _("Đã ghi tên mới. Ngày trước đó vẫn hiện tên cũ."))
        return redirect("parties:agency", code=found.code)
    return _form(request, form, found, _("Ghi tên mới của cơ quan"), _("Lưu tên mới"))


@requires_right("parties.mandates")
@require_http_methods(HTML)
def end_agency(request: GuardedRequest, code: str) -> HttpResponse:
    found = _agency_or_404(request, code)
    day, _wrong = asking.asked_day(request)
    others = [
        (one.agency.code, one.written)
        for one in queries.agencies(request.actor, day)
        if one.agency.pk != found.pk
    ]
    form = EndForm(asking.bound(request), others=others)

    def end() -> Agency:
        told = form.cleaned_data
        heirs = [queries.agency(request.actor, one) for one in told["successors"]]
        return actions.end_agency(
            by=request.actor,
            agency=found,
            ended_on=told["ended_on"],
            successors=[one for one in heirs if one is not None],
            basis=told["basis"],
        )

    if asking.done(form, end) is not None:
        notices.good(request, _("Đã ghi. Nhiệm vụ chuyển sang đơn vị tiếp nhận."))
        return redirect("parties:agency", code=found.code)
    return _form(request, form, found, _("Ghi cơ quan kết thúc hoạt động"), _("Lưu ngày kết thúc"))


@requires_right("parties.mandates")
@require_http_methods(HTML)
def add_mandate(request: GuardedRequest, code: str) -> HttpResponse:
    found = _agency_or_404(request, code)
    form = MandateForm(asking.bound(request), initial={"role": "chu-tri", "rhythm": "once"})

    def add() -> Mandate:
        return actions.add_mandate(by=request.actor, agency=found, **form.cleaned_data)

    if asking.done(form, add) is not None:
        notices.good(request, _("Đã ghi nhiệm vụ."))
        return redirect("parties:agency", code=found.code)
    return _form(request, form, found, _("Giao nhiệm vụ"), _("Lưu nhiệm vụ"))


@requires_right("parties.mandates")
@require_http_methods(HTML)
def seat_agency(request: GuardedRequest, code: str) -> HttpResponse:
    found = _agency_or_404(request, code)
    if not request.actor.may_everywhere(rules.MANDATES):
        raise Http404
    seats = queries.seats(request.actor)
    if found.organisation is not None:
        seats = [(found.organisation.pk, found.organisation.name), *seats]
    seated_now = {"organisation": str(found.organisation_id or "")}
    form = SeatForm(asking.bound(request), seats=seats, initial=seated_now)

    def seat() -> Agency:
        number = form.cleaned_data["organisation"]
        organisation = queries.seat(request.actor, int(number)) if number else None
        return actions.seat_agency(by=request.actor, agency=found, organisation=organisation)

    if asking.done(form, seat) is not None:
        notices.good(request, _("Đã ghi ai làm việc thay cơ quan."))
        return redirect("parties:agency", code=found.code)
    lead = _("Người của tài khoản này nhận việc, báo tiến độ và xác nhận phần việc thay cơ quan.")
    return _form(request, form, found, _("Giao tài khoản cho cơ quan"), _("Lưu tài khoản"), lead)


@requires_right("parties.mandates")
@require_POST
def open_accounts(request: GuardedRequest, code: str) -> HttpResponse:
    """One account for each of the many that has none; who works in it is invited there."""
    found = _agency_or_404(request, code)
    if not request.actor.may_everywhere(rules.MANDATES):
        raise Http404
    try:
        opened = actions.open_accounts(by=request.actor, group=found)
    except PartiesError as refused:
        notices.stop(request, str(refused))
    else:
        told = ngettext(
            "Đã mở %(count)d tài khoản. Người vận hành đưa cán bộ vào từng tài khoản.",
            "Đã mở %(count)d tài khoản. Người vận hành đưa cán bộ vào từng tài khoản.",
            len(opened),
        )
        notices.good(request, told % {"count": len(opened)})
    return redirect("parties:agency", code=found.code)


@requires_right("parties.see")
@require_safe
def administrative_units(request: GuardedRequest) -> HttpResponse:
    """Every old and new commune; what became of one, what one was made of."""
    typed = " ".join(request.GET.get("q", "").split())[:120]
    day, wrong_day = asking.asked_day(request)
    found = units.find(typed) if typed else list(units.communes())
    rows = [
        (one, [(e.name, e.district) for e in units.predecessors(one.code)], one.old_province)
        for one in sorted(found, key=lambda unit: collation.sort_key(unit.name))
    ]
    values = {
        "rows": rows,
        "asked": typed,
        "day": day,
        "wrong_day": wrong_day,
        "count_then": len(units.communes_on(day)),
        "crumbs": [asking.register_crumb()],
    }
    return render(request, "parties/units.html", values)


@dataclass(frozen=True, slots=True)
class Duty:
    """One clause as a row: who leads and who stands beside, each with whom the clause had named."""

    clause: str
    words: str
    leading: dict[str, tuple[queries.NamedAgency, list[str]]]
    beside: dict[str, tuple[queries.NamedAgency, list[str]]]


def _duties(found: list[queries.Holder]) -> list[Duty]:
    """Clauses in Vietnamese order (đ after d); two bodies that became one stand once."""
    rows: dict[tuple[str, str, str], Duty] = {}
    for one in found:
        kept = one.mandate
        key = (kept.basis, kept.clause, kept.duty)
        duty = rows.setdefault(key, Duty(kept.clause, kept.duty, {}, {}))
        side = duty.leading if kept.role == Mandate.Role.LEAD else duty.beside
        for holder in one.holders:
            _holder, given = side.setdefault(holder.agency.code, (holder, []))
            if holder.agency.pk != one.given_to.agency.pk:
                given.append(one.given_to.short)
    return sorted(rows.values(), key=lambda duty: collation.sort_key(duty.clause))


def _agency_or_404(request: GuardedRequest, code: str) -> Agency:
    found = queries.agency(request.actor, code)
    if found is None:
        raise Http404
    return found


def _last_name(one: Agency) -> tuple[str, str]:
    named = sorted(one.names.all(), key=lambda name: name.valid_until is None)
    return one.code, named[-1].name if named else one.code


def _crumb() -> tuple[str, str]:
    return _("Cơ quan"), asking.address("agencies")


def _form(
    request: GuardedRequest,
    form: fields.Form,
    found: Agency,
    title: str,
    button: str,
    lead: str = "",
) -> HttpResponse:
    _code, name = _last_name(found)
    back = asking.address("agency", found.code)
    crumbs = [_crumb(), (name, back)]
    return asking.form_page(request, form, title=title, button=button, crumbs=crumbs, lead=lead)
