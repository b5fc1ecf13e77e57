"""Objects of products for the matrix: trade items of An and Dũng, and the lists that agencies share.

What agencies prepare belongs to the province: "own" is what Bình's agency began, "foreign" what another
agency began, and whoever has the right sees both. "adjacent" is there and not for this page: a number that
is given already, a list that is not issued, a milestone of a list that binds nobody.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils import timezone

from tests import people
from tests.accounts.matrix import Kwargs, Objects
from tests.products import makers
from txng.accounts.actors import Actor, operator
from txng.products.actions import items, lists, marks, trade_items
from txng.products.models import ListItem, ListVersion, Mark, Proposal, TradeItem
from txng.products.rules import lists as rules

MISSING = 999_999_999
SEE = frozenset({"thuong-truc", "can-bo", "kiem-tra"})  # chung-nhan may, and reaches nobody's
READ = SEE | {"chung-nhan", "chu-co-so", "chu-co-so-cho", "nhan-vien"}
WRITE = frozenset({"thuong-truc", "can-bo"})
OVERSEE = frozenset({"thuong-truc", "can-bo", "kiem-tra"})
WORK = frozenset({"thuong-truc", "can-bo"})  # propose, opine
DECIDE = frozenset({"thuong-truc"})
EVENTS = {"requirement": "events"}


# --- the register ---------------------------------------------------------------------------------


def declared(person: Actor) -> TradeItem:
    """A trade item of this person, who says that its events are kept."""
    item = makers.trade_item(person)
    trade_items.declare_fulfilment(
        by=person, trade_item=item, done_on=timezone.localdate(), note="Sổ nhật ký", **EVENTS
    )
    return item


def with_gtin() -> TradeItem:
    return makers.trade_item(people.an(), gtin=makers.GTIN)


def withdrawn() -> TradeItem:
    item = makers.trade_item(people.an())
    return trade_items.withdraw_trade_item(by=people.an(), trade_item=item, on=timezone.localdate())


def products(
    seen: frozenset[str],
    more: Mapping[str, str] | None = None,
    not_for_this: Callable[[], TradeItem] | None = None,
) -> Callable[[], Objects]:
    def kwargs(number: int) -> Kwargs:
        return {"number": number, **(more or {})}

    def make() -> Objects:
        return Objects(
            own=kwargs(declared(people.an()).pk),
            foreign=kwargs(declared(people.dung()).pk),
            adjacent=None if not_for_this is None else kwargs(not_for_this().pk),
            missing=kwargs(MISSING),
            seen_by={"own": seen, "foreign": seen},
        )

    return make


# --- the lists ------------------------------------------------------------------------------------


def another_agencys(role: str) -> Actor:
    return people.officer(role=role)


def shared(seen: frozenset[str], own: int, foreign: int, adjacent: int | None = None) -> Objects:
    return Objects(
        own={"number": own},
        foreign={"number": foreign},
        adjacent=None if adjacent is None else {"number": adjacent},
        missing={"number": MISSING},
        seen_by={"own": seen, "foreign": seen},
        seen_by_ours=frozenset(),
    )


def drafts(seen: frozenset[str]) -> Callable[[], Objects]:
    def make() -> Objects:
        other = lists.open_version(
            by=another_agencys("thuong-truc"), kind=rules.PRIORITY, title="Danh mục ưu tiên"
        )
        return shared(seen, makers.open_version().pk, other.pk)

    return make


def issued(seen: frozenset[str]) -> Callable[[], Objects]:
    """The next version is prepared already: for whoever repeals it is not there."""

    def make() -> Objects:
        mandatory = in_force(rules.MANDATORY, "12/QĐ-UBND")
        priority = in_force(rules.PRIORITY, "13/QĐ-UBND")
        return shared(seen, mandatory.pk, priority.pk, makers.open_version().pk)

    return make


def in_force(kind: str, number: str, *paths: str) -> ListVersion:
    return makers.in_force(*paths, kind=kind, number=number, effective=timezone.localdate())


def two_proposals() -> tuple[Proposal, Proposal]:
    """Of Bình's agency and of another, at the step at which they are chosen."""
    version = makers.open_version()
    ours = makers.proposed(version, makers.COFFEE)
    others = makers.proposed(version, makers.TEA, by=another_agencys("can-bo"))
    makers.step(version, rules.SCORING)
    return ours, others


def proposals(seen: frozenset[str]) -> Callable[[], Objects]:
    def make() -> Objects:
        ours, others = two_proposals()
        return shared(seen, ours.pk, others.pk)

    return make


def chosen(seen: frozenset[str]) -> Callable[[], Objects]:
    def make() -> Objects:
        ours, others = (
            items.choose_item(by=people.binh(), proposal=one) for one in two_proposals()
        )
        return shared(seen, ours.pk, others.pk)

    return make


def milestones() -> Objects:
    """Two of the mandatory list in force; one of the priority list, which binds nobody."""
    in_force(rules.MANDATORY, "12/QĐ-UBND", makers.COFFEE, makers.TEA)
    in_force(rules.PRIORITY, "13/QĐ-UBND")
    ours, others, priority = (
        {"item": ListItem.objects.get(version__kind=kind, group__path=path).pk, "number": 0}
        for kind, path in (
            (rules.MANDATORY, makers.COFFEE),
            (rules.MANDATORY, makers.TEA),
            (rules.PRIORITY, makers.COFFEE),
        )
    )
    return Objects(
        own=ours,
        foreign=others,
        adjacent=priority,
        missing={"item": MISSING, "number": 0},
        seen_by={"own": OVERSEE, "foreign": OVERSEE},
        seen_by_ours=frozenset(),
    )


# --- marks ----------------------------------------------------------------------------------------

RICE, RICE_MARK, OTHER_MARK = "nong-san/lua-gao/gao-nep/", "gao-nep-quyt-da-teh", "tra-b-lao"


def two_marks(seen: frozenset[str]) -> Callable[[], Objects]:
    """Marks belong to nobody here: whoever may see products sees each of them."""

    def make() -> Objects:
        makers.group()
        marks.put_in_packaged_marks(by=operator())
        return Objects(
            own={"code": RICE_MARK},
            foreign={"code": OTHER_MARK},
            missing={"code": "khong-co"},
            seen_by={"own": seen, "foreign": seen},
        )

    return make


def licences(seen: frozenset[str]) -> Callable[[], Objects]:
    """One that An holds and one that Dũng holds."""

    def granted(person: Actor) -> Kwargs:
        item = makers.trade_item(person, path=RICE)
        paper = marks.grant_licence(
            by=operator(), mark=Mark.objects.get(code=RICE_MARK), holder=item.owner, group=item.group,
            number=f"Giấy của {person.name}", valid_from=date(2026, 1, 1), valid_until=date(2099, 12, 31),
        )  # fmt: skip
        return {"number": paper.pk}

    def make() -> Objects:
        makers.group()
        marks.put_in_packaged_marks(by=operator())
        return Objects(
            own=granted(people.an()),
            foreign=granted(people.dung()),
            missing={"number": MISSING},
            seen_by={"own": seen, "foreign": seen},
        )

    return make


OBJECTS = {
    "products:trade_item": products(SEE),
    "products:change_trade_item": products(WRITE),
    "products:assign_gtin": products(WRITE, not_for_this=with_gtin),
    "products:withdraw_trade_item": products(WRITE, not_for_this=withdrawn),
    "products:resume_trade_item": products(WRITE),
    "products:declare": products(WRITE),
    "products:take_back": products(WRITE, EVENTS),
    "products:confirm": products(OVERSEE, EVENTS),
    "products:rate_ocop": products(WRITE),
    "products:grant_licence": products(WRITE),
    "products:mark": two_marks(READ),
    "products:hand_on_mark": two_marks(WRITE),
    "products:licence": licences(SEE),
    "products:end_licence": licences(WRITE),
    "products:late": milestones,
    "products:version": drafts(WORK),
    "products:step_on": drafts(DECIDE),
    "products:drop_version": drafts(DECIDE),
    "products:set_weights": drafts(DECIDE),
    "products:propose": drafts(WORK),
    "products:issue": drafts(DECIDE),
    "products:repeal": issued(DECIDE),
    "products:annex": drafts(WORK),
    "products:proposal": proposals(WORK),
    "products:choose": proposals(DECIDE),
    "products:list_item": chosen(DECIDE),
    "products:leave_out": chosen(DECIDE),
}
