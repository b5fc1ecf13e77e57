"""What a scope names, found by its codes: products and sites of the holder and of today's members.

A body types codes from the papers before it: it is told whether a code is of this holder, and never gets the
list of what somebody makes or where.
"""

from collections.abc import Collection, Sequence
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
MOST_ASKED = 2_000  # codes in one query: SQLite takes 32,766 values


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


def holders_by_codes(actor: Actor, texts: Collection[str]) -> dict[str, Enterprise]:
    """What `holder_by_code` answers for each of these texts, no entry for nobody; one query."""
    typed = {text: text.strip().upper().replace(" ", "") for text in texts}
    wanted = set(typed.values()) - {""}
    if not wanted or not actor.may(ISSUE):
        return {}
    codes = wanted | {_spelling(one) for one in wanted}
    rows = Enterprise.objects.filter(merged_into__isnull=True).order_by("pk")
    found: dict[str, Enterprise] = {}
    for one in rows.filter(Q(tax_code__in=wanted) | Q(gln__in=wanted) | Q(code__in=codes)):
        for name in (one.tax_code, one.gln, one.code):
            found.setdefault(name, one)
    answers = {}
    for text, name in typed.items():
        several = {one.pk: one for one in (found.get(name), found.get(_spelling(name))) if one}
        if name and several:
            answers[text] = several[min(several)]
    return answers


@dataclass(frozen=True, slots=True)
class Asked:
    """Codes that a certificate of `holder` names, as they were typed."""

    holder: Enterprise
    products: Sequence[str] = ()
    groups: Sequence[str] = ()
    sites: Sequence[str] = ()


class Reader:
    """What several certificates name, asked for at once: five queries, more for thousands of codes."""

    def __init__(self, several: Sequence[Asked]) -> None:
        holders = {one.holder.pk for one in several}
        # what is refused for its length is not asked for
        products = {code for one in several for code in one.products[:MOST_NAMED]}
        sites = {code for one in several for code in one.sites[:MOST_NAMED]}
        self._items = _items_of(holders, sorted(products))
        has_groups = any(one.groups for one in several)
        self._groups = {one.path: one for one in product_groups.groups(None)} if has_groups else {}
        self._sites = _sites_called(sorted(sites))
        owners = {one.enterprise_id for one in self._sites.values()}
        today = Membership.objects.filter(
            group__in=holders, member__in=owners, left_on__isnull=True
        )
        self._members = set(today.values_list("group", "member")) if owners else set()

    def read(self, one: Asked) -> Named:
        """Raises ScopeError at the field for a code that is not of this holder."""
        for name, listed in (("products", one.products), ("sites", one.sites)):
            if len(listed) > MOST_NAMED:
                raise ScopeError(
                    _("Nhận nhiều nhất %(most)d mã; nhận được %(got)d.")
                    % {"most": MOST_NAMED, "got": len(listed)},
                    name,
                )
        found = Named(self._trade_items(one), self._product_groups(one.groups))
        found.establishments, found.plots = self._places(one)
        return found

    def _trade_items(self, one: Asked) -> list[TradeItem]:
        found: dict[int, TradeItem] = {}
        for code in one.products:
            # the whole number first: without its check digit it may be another's
            names = ((one.holder.pk, name) for name in (*codes.candidates(code), code.upper()))
            match = next((self._items[name] for name in names if name in self._items), None)
            if match is None:
                raise ScopeError(
                    _("%(holder)s không có sản phẩm mang mã “%(code)s” trong sổ sản phẩm.")
                    % {"holder": one.holder.public_name, "code": code[:40]},
                    "products",
                )
            found[match.pk] = match
        return list(found.values())

    def _product_groups(self, paths: Sequence[str]) -> list[ProductGroup]:
        for path in paths:
            if path not in self._groups:
                raise ScopeError(
                    _("Chưa có nhóm sản phẩm “%(path)s”.") % {"path": path[:80]}, "groups"
                )
        return [self._groups[path] for path in dict.fromkeys(paths)]

    def _places(self, one: Asked) -> tuple[list[Establishment], list[Plot]]:
        """A certificate of a cooperative is for what its members grow."""
        found: dict[str, Establishment | Plot] = {}
        for code in one.sites:
            several = (self._sites.get(_spelling(code)), self._sites.get(code))
            match = next((site for site in several if site and self._is_of(one.holder, site)), None)
            if match is None:
                raise _no_site(one.holder, code)
            found[match.code] = match
        return (
            [site for site in found.values() if isinstance(site, Establishment)],
            [site for site in found.values() if isinstance(site, Plot)],
        )

    def _is_of(self, holder: Enterprise, site: Establishment | Plot) -> bool:
        is_members = (holder.pk, site.enterprise_id) in self._members
        return site.enterprise_id == holder.pk or is_members


def _no_site(holder: Enterprise, code: str) -> ScopeError:
    told = _(
        "%(holder)s không có địa điểm hoặc thửa mang mã “%(code)s”. Ghi mã địa điểm (CS-…), mã"
        " thửa (TH-…) hoặc GLN."
    )
    return ScopeError(told % {"holder": holder.public_name, "code": code[:40]}, "sites")


def read(
    holder: Enterprise,
    *,
    products: Sequence[str],
    groups: Sequence[str],
    sites: Sequence[str],
) -> Named:
    """Raises ScopeError at the field for a code that is not of this holder."""
    asked = Asked(holder, products, groups, sites)
    return Reader([asked]).read(asked)


def _items_of(holders: set[int], typed: Sequence[str]) -> dict[tuple[int, str], TradeItem]:
    """By owner and code."""
    found: dict[tuple[int, str], TradeItem] = {}
    for start in range(0, len(typed), MOST_ASKED):
        part = typed[start : start + MOST_ASKED]
        gtins = {gtin for one in part for gtin in codes.candidates(one)}
        named = Q(gtin__in=gtins) | Q(own_code__in=[one.upper() for one in part])
        rows = TradeItem.objects.select_related("group").filter(owner__in=holders)
        for item in rows.filter(named):
            found |= {(item.owner_id, code): item for code in (item.gtin, item.own_code) if code}
    return found


def _sites_called(typed: Sequence[str]) -> dict[str, Establishment | Plot]:
    """Whosever they are, by code and by GLN."""
    found: dict[str, Establishment | Plot] = {}
    for start in range(0, len(typed), MOST_ASKED):
        part = typed[start : start + MOST_ASKED]
        spelt = [_spelling(one) for one in part]
        named = Q(code__in=spelt) | Q(gln__in=[one for one in part if one])
        for place in Establishment.objects.filter(named):
            found |= {code: place for code in (place.code, place.gln) if code}
        plots = Plot.objects.filter(code__in=spelt).defer("geometry")
        found |= {plot.code: plot for plot in plots}
    return found


def _spelling(code: str) -> str:
    try:
        return own_codes.read(code)
    except Refused:
        return code.strip()


def scope_of(one: Certificate) -> Scope:
    """What it covers today, by codes."""
    sites = [place.code for place in one.establishments.all()]
    return Scope(
        products=tuple(sorted(item.gtin or item.own_code for item in one.trade_items.all())),
        groups=tuple(sorted(group.path for group in one.groups.all())),
        sites=tuple(sorted(sites + [plot.code for plot in one.plots.all()])),
        volume_kg_year="" if one.volume_kg_year is None else f"{one.volume_kg_year.normalize():f}",
    )
