"""What a scope names, found by its codes: products and sites of the holder and of today's members.

A body types codes from the papers before it: it is told whether a code is of this holder, and never gets the
list of what somebody makes or where.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.certification.errors import ScopeError
from txng.certification.models import Certificate
from txng.certification.rules import ISSUE
from txng.certification.rules.certificates import Scope
from txng.parties.models import Enterprise, Establishment, Membership, Plot
from txng.parties.rules import Refused, own_codes
from txng.products.models import ProductGroup, TradeItem
from txng.products.queries import groups as product_groups
from txng.products.rules import codes

MOST_NAMED = 500


@dataclass(slots=True)
class Named:
    """The records that a scope names."""

    trade_items: list[TradeItem] = field(default_factory=list)
    groups: list[ProductGroup] = field(default_factory=list)
    establishments: list[Establishment] = field(default_factory=list)
    plots: list[Plot] = field(default_factory=list)

    @property
    def all_groups(self) -> dict[str, str]:
        """Path -> name, of the groups and of the products."""
        found = {one.path: str(one) for one in self.groups}
        return found | {one.group.path: str(one.group) for one in self.trade_items}


def holder_by_code(actor: Actor, text: str) -> Enterprise | None:
    """By tax code, GLN or code in the register, whole: whoever may issue has the papers of the holder, and
    a part of a code finds nobody."""
    typed = text.strip().upper().replace(" ", "")
    if not typed or not actor.may(ISSUE):
        return None
    wanted = Q(tax_code=typed) | Q(gln=typed) | Q(code=typed)
    with suppress(Refused):
        wanted |= Q(code=own_codes.read(typed, own_codes.PARTY))
    rows = Enterprise.objects.filter(merged_into__isnull=True)
    return rows.filter(wanted).order_by("pk").first()


def read(
    holder: Enterprise,
    *,
    products: Sequence[str],
    groups: Sequence[str],
    sites: Sequence[str],
) -> Named:
    """Raises ScopeError at the field for a code that is not of this holder."""
    for name, listed in (("products", products), ("sites", sites)):
        if len(listed) > MOST_NAMED:
            raise ScopeError(
                _("Nhận nhiều nhất %(most)d mã; nhận được %(got)d.")
                % {"most": MOST_NAMED, "got": len(listed)},
                name,
            )
    found = Named(_trade_items(holder, products), _groups(groups))
    found.establishments, found.plots = _sites(holder, sites)
    return found


def _of(holder: Enterprise) -> Q:
    """A certificate of a cooperative is for what its members grow."""
    members = Membership.objects.filter(group=holder, left_on__isnull=True)
    return Q(enterprise=holder) | Q(enterprise__in=members.values("member"))


def _trade_items(holder: Enterprise, typed: Sequence[str]) -> list[TradeItem]:
    wanted = {one: codes.candidates(one) for one in typed}
    gtins = {gtin for several in wanted.values() for gtin in several}
    rows = (
        TradeItem.objects.select_related("group")
        .filter(owner=holder)
        .filter(Q(gtin__in=gtins) | Q(own_code__in=[one.upper() for one in typed]))
    )
    by_code = {code: one for one in rows for code in (one.gtin, one.own_code) if code}
    found: dict[int, TradeItem] = {}
    for code, several in wanted.items():
        # the whole number first: without its check digit it may be another's
        match = next((by_code[one] for one in (*several, code.upper()) if one in by_code), None)
        if match is None:
            raise ScopeError(
                _("%(holder)s không có sản phẩm mang mã “%(code)s” trong sổ sản phẩm.")
                % {"holder": holder.public_name, "code": code[:40]},
                "products",
            )
        found[match.pk] = match
    return list(found.values())


def _groups(paths: Sequence[str]) -> list[ProductGroup]:
    if not paths:
        return []
    known = {one.path: one for one in product_groups.groups(None)}
    for path in paths:
        if path not in known:
            raise ScopeError(_("Chưa có nhóm sản phẩm “%(path)s”.") % {"path": path[:80]}, "groups")
    return [known[path] for path in dict.fromkeys(paths)]


def _sites(holder: Enterprise, typed: Sequence[str]) -> tuple[list[Establishment], list[Plot]]:
    if not typed:
        return [], []
    places = Establishment.objects.filter(_of(holder)).filter(
        Q(code__in=_spelt(typed)) | Q(gln__in=[one for one in typed if one])
    )
    plots = Plot.objects.filter(_of(holder), code__in=_spelt(typed)).defer("geometry")
    by_code: dict[str, Establishment | Plot] = {}
    for place in places:
        by_code |= {code: place for code in (place.code, place.gln) if code}
    by_code |= {plot.code: plot for plot in plots}
    found: dict[str, Establishment | Plot] = {}
    for code in typed:
        match = by_code.get(_spelling(code)) or by_code.get(code)
        if match is None:
            raise ScopeError(
                _(
                    "%(holder)s không có địa điểm hoặc thửa mang mã “%(code)s”. Ghi mã địa điểm (CS-…), mã"
                    " thửa (TH-…) hoặc GLN."
                )
                % {"holder": holder.public_name, "code": code[:40]},
                "sites",
            )
        found[match.code] = match
    return (
        [one for one in found.values() if isinstance(one, Establishment)],
        [one for one in found.values() if isinstance(one, Plot)],
    )


def _spelling(code: str) -> str:
    try:
        return own_codes.read(code)
    except Refused:
        return code.strip()


def _spelt(typed: Sequence[str]) -> list[str]:
    return [_spelling(one) for one in typed]


def scope_of(one: Certificate) -> Scope:
    """What it covers today, by codes."""
    sites = [place.code for place in one.establishments.all()]
    return Scope(
        products=tuple(sorted(item.gtin or item.own_code for item in one.trade_items.all())),
        groups=tuple(sorted(group.path for group in one.groups.all())),
        sites=tuple(sorted(sites + [plot.code for plot in one.plots.all()])),
        volume_kg_year="" if one.volume_kg_year is None else f"{one.volume_kg_year.normalize():f}",
    )
