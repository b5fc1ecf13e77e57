"""Two entries of one enterprise become one: what it makes, and what it may call it, goes over with it."""

from datetime import date

import pytest

from tests import people
from tests.products import makers
from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry
from txng.parties.actions import merge_enterprises
from txng.parties.errors import CannotMergeError
from txng.products.actions import marks
from txng.products.actions import trade_items as actions
from txng.products.models import Mark, TradeItem
from txng.products.queries import marks as mark_queries
from txng.products.queries import obligations
from txng.products.queries import trade_items as queries
from txng.products.rules.roadmap import Milestone

pytestmark = pytest.mark.django_db
RICE = "nong-san/lua-gao/gao-nep/"


def merge(keep, drop):
    return merge_enterprises(by=operator(), keep=keep, drop=drop, reason="Ghi hai lần")


def of(owner, own_code, path=RICE):
    return actions.create_trade_item(
        by=operator(), owner=owner, group=makers.group(path), facts=makers.FACTS, own_code=own_code
    )


def test_products_their_duties_and_licences_go_over_to_the_kept_entry():
    makers.in_force(makers.RICE, milestones=(Milestone("events", months_after=6),))
    marks.put_in_packaged_marks(by=operator())
    kept, dropped = makers.enterprise_of(people.an()), makers.enterprise_of()
    item = of(dropped, "GAO-01")
    paper = marks.grant_licence(
        by=people.binh(), mark=Mark.objects.get(code="gao-nep-quyt-da-teh"), holder=dropped,
        group=item.group, number="17", valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31),
    )  # fmt: skip
    actions.declare_fulfilment(
        by=operator(), trade_item=item, requirement="events", done_on=date(2026, 7, 2), note="Sổ"
    )
    assert queries.trade_item(people.an(), item.pk) is None
    merge(kept, dropped)
    item = queries.trade_item(people.an(), item.pk)
    assert item.owner == kept
    assert mark_queries.licences_for(item, date(2026, 6, 1)) == [paper]
    (duty,) = obligations.duties_of(people.an(), kept, date(2027, 1, 2))
    assert (duty.product.id, duty.done_on) == (item.pk, date(2026, 7, 2))
    actions.withdraw_trade_item(by=people.an(), trade_item=item, on=date(2026, 11, 1))  # hers now
    moved = JournalEntry.objects.get(verb="enterprise.merged").details["moved"]
    assert moved == {"products.marklicence": 1, "products.tradeitem": 1}


def test_one_own_code_of_two_products_stops_the_merge_and_nothing_moves():
    kept, dropped = makers.enterprise_of(people.an()), makers.enterprise_of()
    of(kept, "GAO-01")
    other = of(dropped, "GAO-01")
    with pytest.raises(CannotMergeError, match="hai sản phẩm cùng mã"):
        merge(kept, dropped)
    assert TradeItem.objects.get(pk=other.pk).owner == dropped
    dropped.refresh_from_db()
    assert dropped.merged_into is None


def test_nothing_is_written_for_an_entry_that_was_merged():
    kept, dropped = makers.enterprise_of(people.an()), makers.enterprise_of()
    merge(kept, dropped)
    assert dropped not in queries.owners(operator())
    assert (
        queries.owner_by_code(operator(), dropped.code) == kept
    )  # its code stands on papers still


def test_what_was_begun_before_the_merge_is_written_for_the_kept_entry():
    """Somebody had the page of the dropped entry open: nothing is written for one that is no more."""
    kept, dropped = makers.enterprise_of(people.an()), makers.enterprise_of()
    makers.group()
    marks.put_in_packaged_marks(by=operator())
    merge(kept, dropped)
    item = of(dropped, "GAO-02")
    paper = marks.grant_licence(
        by=people.binh(), mark=Mark.objects.get(code="gao-nep-quyt-da-teh"), holder=dropped,
        group=item.group, number="18", valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31),
    )  # fmt: skip
    assert (item.owner, paper.holder) == (kept, kept)


def test_a_foreign_key_without_a_way_back_goes_over_too():
    """A room may hide its rows from the enterprise (related_name="+"); the merge finds them all the same."""
    from txng.parties.actions import merging
    from txng.parties.models import Enterprise

    every = {one.related_model for one in Enterprise._meta.get_fields(include_hidden=True)
             if one.auto_created and not one.concrete}  # fmt: skip
    assert every - set(merging.STAYS) == {one.related_model for one in merging.relations()}
