"""What an import made by mistake is taken back, many at once: gone, where nothing names it."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.parties.actions import checking
from txng.parties.errors import NotAllowedError
from txng.parties.models import (
    Enterprise,
    EnterpriseWord,
    Establishment,
    PersonWord,
    Plot,
    SiteCode,
)


@transaction.atomic
def withdraw_enterprises(*, by: Actor, enterprises: Sequence[Enterprise]) -> list[str]:
    """For each "" when it went, else why it stays."""
    kept = _locked(Enterprise, enterprises)
    named = _named(Enterprise, kept, but=(EnterpriseWord, PersonWord))

    def why_it_stays(one: Enterprise) -> str:
        if one.version != 1 or one.organisation_id is not None:
            return _("Đã có người sửa hoặc dùng hồ sơ này, nên giữ lại.")
        return _("Đã có mục khác ghi theo hồ sơ này, nên giữ lại.") if one.pk in named else ""

    told = [_told(by, kept.get(one.pk), why_it_stays) for one in enterprises]
    gone = [one for one, why in zip(enterprises, told, strict=True) if not why]
    Enterprise.objects.filter(pk__in=[one.pk for one in gone]).delete()
    journal.record_all(
        journal.Line(
            by, "enterprise.withdrawn", ("parties.enterprise", str(one.pk)), {"code": one.code}
        )
        for one in gone
    )
    return told


@transaction.atomic
def withdraw_plots(*, by: Actor, plots: Sequence[Plot]) -> list[str]:
    """For each "" when it went, else why it stays."""
    kept = _locked(Plot, plots)
    named = _named(Plot, kept)

    def why_it_stays(one: Plot) -> str:
        if one.version != 1 or one.pk in named:
            return _("Đã có người sửa thửa này, hoặc thửa thuộc một mã số vùng trồng, nên giữ lại.")
        return ""

    told = [_told(by, kept.get(one.pk), why_it_stays) for one in plots]
    gone = [kept[one.pk] for one, why in zip(plots, told, strict=True) if not why]
    Plot.objects.filter(pk__in=[one.pk for one in gone]).delete()
    _tell(by, "plot.withdrawn", "parties.plot", gone)
    return told


@transaction.atomic
def withdraw_establishments(*, by: Actor, establishments: Sequence[Establishment]) -> list[str]:
    """For each "" when it went, else why it stays."""
    kept = _locked(Establishment, establishments)
    named = _named(Establishment, kept)

    def why_it_stays(one: Establishment) -> str:
        if one.version != 1 or one.pk in named:
            return _("Đã có người sửa hoặc dùng địa điểm này, nên giữ lại.")
        return ""

    told = [_told(by, kept.get(one.pk), why_it_stays) for one in establishments]
    gone = [kept[one.pk] for one, why in zip(establishments, told, strict=True) if not why]
    Establishment.objects.filter(pk__in=[one.pk for one in gone]).delete()
    _tell(by, "establishment.withdrawn", "parties.establishment", gone)
    return told


@transaction.atomic
def withdraw_site_codes(*, by: Actor, site_codes: Sequence[SiteCode]) -> list[str]:
    """For each "" when it went, else why it stays."""
    kept = _locked(SiteCode, site_codes)
    named = _named(SiteCode, kept, but=(SiteCode.plots.through,))

    def why_it_stays(one: SiteCode) -> str:
        if one.version != 1 or one.pk in named:
            return _("Đã có người sửa hoặc dùng mã này, nên giữ lại.")
        return ""

    told = [_told(by, kept.get(one.pk), why_it_stays) for one in site_codes]
    gone = [kept[one.pk] for one, why in zip(site_codes, told, strict=True) if not why]
    for one in gone:
        one.plots.clear()
    SiteCode.objects.filter(pk__in=[one.pk for one in gone]).delete()
    _tell(by, "sitecode.withdrawn", "parties.sitecode", gone)
    return told


def _tell(by: Actor, verb: str, kind: str, gone: Sequence[Any]) -> None:
    """Each with whom it concerns, which a batch of lines does not tell."""
    for one in gone:
        organisation = one.enterprise.organisation_id
        journal.record(by, verb, (kind, str(one.pk)), concerns=organisation, code=one.code)


def _told(by: Actor, kept: Any, why_it_stays: Callable[[Any], str]) -> str:
    if kept is None:
        return _("Mục này vừa được người khác gỡ.")
    try:
        checking.changeable(by, kept if isinstance(kept, Enterprise) else kept.enterprise)
    except NotAllowedError as error:
        return str(error)
    return why_it_stays(kept)


def _locked(model: Any, records: Sequence[Model]) -> dict[int, Any]:
    """In one order: no deadlock. Locked, none of them can be named by anybody else meanwhile."""
    rows = model.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in records])
    if model is not Enterprise:
        rows = rows.select_related("enterprise")
    return {one.pk: one for one in rows.order_by("pk")}


def _named(
    model: type[Model], numbers: Collection[int], but: tuple[type[Model], ...] = ()
) -> set[int]:
    """Which of these some row of any room names: Django knows who points here, this room need not."""
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        is_foreign_key = relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if not is_foreign_key or relation.concrete or relation.related_model in but:
            continue
        rows: Any = relation.related_model._base_manager  # type: ignore[union-attr]
        name = relation.field.attname  # type: ignore[union-attr]
        found.update(
            rows.filter(**{f"{relation.field.name}__in": numbers})  # type: ignore[union-attr]
            .values_list(name, flat=True)
            .distinct()
        )
    return found
