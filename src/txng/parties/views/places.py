"""Pages of establishments, plots and the codes of areas and packing houses."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts.access import requires_right
from txng.accounts.actors import Actor
from txng.accounts.guard import GuardedRequest
from txng.parties import actions, queries, words
from txng.parties import administrative_units as units
from txng.parties.actions.places import notes
from txng.parties.drawing import plot_drawing
from txng.parties.forms import ClosingForm, CodeForm, PlaceForm, PlotForm, StateForm
from txng.parties.models import Enterprise, Establishment, Plot, SiteCode
from txng.parties.rules import WITH_MEMBERS, code_formats, geojson
from txng.parties.views import asking, registers
from txng.ui import notices

HTML = ["GET", "HEAD", "POST"]


@requires_right("parties.edit")
@require_http_methods(HTML)
def new_establishment(request: GuardedRequest, code: str) -> HttpResponse:
    owner = asking.changeable_or_404(request.actor, code)
    form = PlaceForm(asking.bound(request), initial=_same_place(owner))

    def register() -> Establishment:
        return actions.register_establishment(by=request.actor, enterprise=owner, facts=form.facts)

    made = asking.done(form, register)
    if made is not None:
        notices.good(request, _("Đã ghi địa điểm %(code)s.") % {"code": made.code})
        return redirect("parties:enterprise", code=owner.code)
    crumbs = asking.enterprise_crumbs(owner)
    return asking.form_page(
        request, form, title=_("Thêm địa điểm"), button=_("Lưu địa điểm"), crumbs=crumbs,
    )  # fmt: skip


@requires_right("parties.edit")
@require_http_methods(HTML)
def edit_establishment(request: GuardedRequest, code: str) -> HttpResponse:
    found = queries.establishment(request.actor, code)
    if found is None or not queries.may_change(request.actor, found.enterprise):
        raise Http404
    form = PlaceForm(asking.bound(request), initial=PlaceForm.values_of(found))

    def edit() -> Establishment:
        return actions.edit_establishment(
            by=request.actor,
            establishment=found,
            facts=form.facts,
            version=form.cleaned_data["version"],
        )

    if asking.done(form, edit) is not None:
        notices.good(request, _("Đã lưu địa điểm %(code)s.") % {"code": found.code})
        return redirect("parties:enterprise", code=found.enterprise.code)
    crumbs = asking.enterprise_crumbs(_shown(request.actor, found.enterprise))
    return asking.form_page(
        request, form, title=_("Sửa địa điểm %(code)s") % {"code": found.code},
        button=_("Lưu địa điểm"), crumbs=crumbs,
    )  # fmt: skip


@requires_right("parties.see")
@require_safe
def plots(request: GuardedRequest) -> HttpResponseBase:
    return registers.PLOTS.answer(request, queries.plots(request.actor))


@requires_right("parties.see")
@require_safe
def plot(request: GuardedRequest, code: str) -> HttpResponse:
    actor = request.actor
    found = _plot_or_404(actor, code)
    shape = geojson.kept(found.geometry) if found.geometry and found.shows_person else None
    neighbours = queries.overlaps(actor, shape, but=found) if shape else []
    values = {
        "plot": found,
        "holder": registers.holder_name(found),
        "place": units.name_on(found.commune_code, units.BEGINNING),
        "place_before": found.earlier_commune_code
        and units.name_on(found.commune_code, asking.BEFORE, found.earlier_commune_code),
        "map": plot_drawing(shape, [geojson.kept(one.plot.geometry) for one in neighbours])
        if shape
        else None,
        "neighbours": [
            (one, registers.holder_name(one.plot), round(one.overlap.share * 100))
            for one in neighbours
        ],
        "corners": shape.outer if shape else (),
        "site_codes": queries.site_codes(actor).filter(plots=found).order_by("-issued_on", "pk"),
        "may_change": queries.may_change(actor, found.enterprise),
        "crumbs": [
            (_("Sổ thửa"), asking.address("plots")),
            (registers.holder_name(found), asking.address("enterprise", found.enterprise.code)),
        ],
    }
    return render(request, "parties/plot.html", values)


@requires_right("parties.see")
@require_safe
def plot_geojson(request: GuardedRequest, code: str) -> HttpResponse:
    """The boundary as a file, for whoever may see it."""
    found = _plot_or_404(request.actor, code)
    if not found.geometry or not found.shows_person:
        raise Http404
    response = HttpResponse(found.geometry, content_type="application/geo+json")
    response["Content-Disposition"] = f'attachment; filename="{found.code}.geojson"'
    return response


@requires_right("parties.edit")
@require_http_methods(HTML)
def new_plot(request: GuardedRequest, code: str) -> HttpResponse:
    owner = asking.changeable_or_404(request.actor, code)
    form = PlotForm(asking.bound(request), initial=_same_place(owner))

    def register() -> Plot:
        return actions.register_plot(by=request.actor, enterprise=owner, facts=form.facts)

    made = asking.done(form, register)
    if made is not None:
        notices.good(request, _("Đã ghi thửa %(code)s.") % {"code": made.code})
        _tell(request, made, form)
        return redirect("parties:plot", code=made.code)
    crumbs = asking.enterprise_crumbs(owner)
    return asking.form_page(
        request, form, title=_("Thêm thửa"), button=_("Lưu thửa"), crumbs=crumbs,
    )  # fmt: skip


@requires_right("parties.edit")
@require_http_methods(HTML)
def edit_plot(request: GuardedRequest, code: str) -> HttpResponse:
    found = _changeable_plot_or_404(request.actor, code)
    if not found.shows_person:  # the form would tell the boundary
        return asking.open_first(request, found.enterprise)
    form = PlotForm(asking.bound(request), initial=PlotForm.values_of(found))

    def edit() -> Plot:
        return actions.edit_plot(
            by=request.actor, plot=found, facts=form.facts, version=form.cleaned_data["version"]
        )

    kept = asking.done(form, edit)
    if kept is not None:
        notices.good(request, _("Đã lưu thửa %(code)s.") % {"code": found.code})
        _tell(request, kept, form)
        return redirect("parties:plot", code=found.code)
    return asking.form_page(
        request, form, title=_("Sửa thửa %(code)s") % {"code": found.code},
        button=_("Lưu thửa"),
        crumbs=[(found.name, asking.address("plot", found.code))],
    )  # fmt: skip


@requires_right("parties.edit")
@require_http_methods(HTML)
def close_plot(request: GuardedRequest, code: str) -> HttpResponse:
    found = _changeable_plot_or_404(request.actor, code)
    form = ClosingForm(asking.bound(request))

    def close() -> Plot:
        return actions.close_plot(
            by=request.actor, plot=found, closed_on=form.cleaned_data["closed_on"]
        )

    if asking.done(form, close) is not None:
        notices.good(request, _("Đã ghi thửa %(code)s thôi canh tác.") % {"code": found.code})
        return redirect("parties:plot", code=found.code)
    return asking.form_page(
        request, form, title=_("Ghi thửa thôi canh tác"), button=_("Ghi thôi canh tác"),
        crumbs=[(found.name, asking.address("plot", found.code))],
        lead=_("Thửa vẫn đứng trong nguồn gốc của những lô đã thu hoạch."),
    )  # fmt: skip


@requires_right("parties.edit")
@require_http_methods(HTML)
def new_site_code(request: GuardedRequest, code: str) -> HttpResponse:
    owner = asking.changeable_or_404(request.actor, code)
    form = CodeForm(asking.bound(request), is_new=True, **_offers(request.actor, owner))

    def register() -> SiteCode:
        return actions.register_site_code(by=request.actor, enterprise=owner, facts=form.facts())

    made = asking.done(form, register)
    if made is not None:
        notices.good(request, _("Đã ghi mã số %(code)s.") % {"code": made.code})
        return redirect("parties:site_code", number=made.pk)
    crumbs = asking.enterprise_crumbs(owner)
    return asking.form_page(
        request, form, title=_("Ghi mã số vùng trồng, cơ sở đóng gói"), button=_("Lưu mã số"), crumbs=crumbs,
    )  # fmt: skip


@requires_right("parties.see")
@require_safe
def site_code(request: GuardedRequest, number: int) -> HttpResponse:
    found = _site_code_or_404(request.actor, number)
    format_ = next((f for f in code_formats.formats() if f.format == found.format), None)
    lands = [
        (one, registers.commune_name(one.commune_code), registers.area_of(one))
        for one in queries.plots(request.actor).filter(site_codes=found).order_by("pk")[:500]
    ]
    owner = _shown(request.actor, found.enterprise)
    values = {
        "code": found,
        "format": format_,
        "plots": lands,
        "area": sum(area for _one, _commune, area in lands if area),
        "owner": owner,
        "may_change": queries.may_change(request.actor, found.enterprise),
        "crumbs": asking.enterprise_crumbs(owner),
    }
    return render(request, "parties/site_code.html", values)


@requires_right("parties.edit")
@require_http_methods(HTML)
def edit_site_code(request: GuardedRequest, number: int) -> HttpResponse:
    found = _changeable_code_or_404(request.actor, number)
    initial = {
        "valid_until": found.valid_until,
        "countries": found.countries,
        "establishment": found.establishment.code if found.establishment else "",
        "plots": [one.code for one in queries.plots(request.actor).filter(site_codes=found)],
        "version": found.version,
    }
    offers = _offers(request.actor, found.enterprise)
    form = CodeForm(asking.bound(request), is_new=False, initial=initial, **offers)

    def change() -> SiteCode:
        return actions.change_site_code(
            by=request.actor,
            site_code=found,
            facts=form.facts(found),
            version=form.cleaned_data["version"],
        )

    if asking.done(form, change) is not None:
        notices.good(request, _("Đã lưu mã số %(code)s.") % {"code": found.code})
        return redirect("parties:site_code", number=found.pk)
    back = asking.address("site_code", found.pk)
    return asking.form_page(
        request, form, title=_("Sửa mã số %(code)s") % {"code": found.code},
        button=_("Lưu mã số"), crumbs=[(found.code, back)],
    )  # fmt: skip


@requires_right("parties.edit")
@require_http_methods(HTML)
def state_site_code(request: GuardedRequest, number: int) -> HttpResponse:
    found = _changeable_code_or_404(request.actor, number)
    form = StateForm(asking.bound(request), initial={"state": found.state})

    def state() -> SiteCode:
        return actions.state_site_code(
            by=request.actor,
            site_code=found,
            state=form.cleaned_data["state"],
            since=form.cleaned_data["since"],
            reason=form.cleaned_data["reason"],
        )

    if asking.done(form, state) is not None:
        notices.good(request, _("Đã đổi trạng thái của %(code)s.") % {"code": found.code})
        return redirect("parties:site_code", number=found.pk)
    back = asking.address("site_code", found.pk)
    return asking.form_page(
        request, form, title=_("Đổi trạng thái mã số %(code)s") % {"code": found.code},
        button=_("Lưu trạng thái"), crumbs=[(found.code, back)],
        lead=_("Mã đã thu hồi thì không dùng lại được."),
    )  # fmt: skip


def _tell(request: GuardedRequest, plot: Plot, form: PlotForm) -> None:
    """What deserves a look; the plot is kept all the same."""
    for problem in notes(form.facts):
        notices.warn(request, words.sentence(problem))
    if plot.geometry:
        shape = geojson.kept(plot.geometry)
        count = len(queries.overlaps(request.actor, shape, but=plot))
        if count:
            told = _("Thửa này chồng lên %(count)d thửa khác. Xem hình và bảng ở dưới.")
            notices.warn(request, told % {"count": count})


def _same_place(owner: Enterprise) -> dict[str, Any]:
    from txng.parties.forms.fields import place_of

    return {"commune": place_of(owner.commune_code, owner.earlier_commune_code)}


def _offers(actor: Actor, owner: Enterprise) -> dict[str, Any]:
    """The party's places, and the plots of it and of its members."""
    lands = queries.plots(actor, owner)
    if owner.kind in WITH_MEMBERS:
        members = queries.members(actor, owner).filter(left_on__isnull=True).values("member")
        lands = queries.plots(actor).filter(enterprise__in=members) | lands
    return {
        "places": list(queries.establishments(actor, owner).order_by("name")[:500]),
        "plots": list(lands.filter(closed_on__isnull=True).order_by("pk")[:500]),
    }


def _shown(actor: Actor, enterprise: Enterprise) -> Enterprise:
    """The same entry with what this actor may see of it."""
    return queries.enterprise(actor, enterprise.code) or enterprise


def _plot_or_404(actor: Actor, code: str) -> Plot:
    found = queries.plot(actor, code)
    if found is None:
        raise Http404
    return found


def _changeable_plot_or_404(actor: Actor, code: str) -> Plot:
    found = _plot_or_404(actor, code)
    if not queries.may_change(actor, found.enterprise):
        raise Http404
    return found


def _site_code_or_404(actor: Actor, number: int) -> SiteCode:
    found = queries.site_code(actor, number)
    if found is None:
        raise Http404
    return found


def _changeable_code_or_404(actor: Actor, number: int) -> SiteCode:
    found = _site_code_or_404(actor, number)
    if not queries.may_change(actor, found.enterprise):
        raise Http404
    return found
