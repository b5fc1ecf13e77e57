"""Two people press the same button in the same moment, on real connections: one wins, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from tests import people
from tests.products import makers
from txng.accounts.actors import operator
from txng.products.actions import items, lists, marks
from txng.products.errors import ProductsError
from txng.products.models import ListVersion, Mark, Proposal, TradeItem
from txng.products.rules import lists as rules
from txng.products.rules.roadmap import Milestone

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs):
    """What each gave: "done", or the sentence that refused it."""
    start = Barrier(len(verbs))

    def run(verb):
        try:
            start.wait(timeout=30)
            verb()
        except ProductsError as refused:
            return str(refused)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return sorted(pool.map(run, verbs), key=lambda told: told != "done")


def test_one_of_two_decisions_is_issued():
    version = makers.open_version()
    proposal = makers.proposed(version)
    makers.step(version, rules.SCORING)
    item = items.choose_item(by=people.binh(), proposal=makers.marked(proposal))
    items.set_roadmap(by=people.binh(), item=item, milestones=[Milestone("code", months_after=6)])
    binh = people.binh()

    def issue(number):
        return lambda: items.issue_version(
            by=binh, version=version, seen=rules.SCORING, decision=makers.decision(number)
        )

    first, second = at_once(issue("12/QĐ-UBND"), issue("13/QĐ-UBND"))
    assert first == "done"
    assert "Đã ban hành" in second
    assert ListVersion.objects.filter(state=rules.ISSUED).count() == 1


def test_one_of_two_versions_is_opened():
    binh = people.binh()

    def open_one(title):
        return lambda: lists.open_version(by=binh, kind=rules.PRIORITY, title=title)

    first, second = at_once(open_one("A"), open_one("B"))
    assert first == "done"
    assert "đang có một bản mở" in second
    assert ListVersion.objects.count() == 1


def test_one_of_two_products_gets_the_number():
    an, dung = people.an(), people.dung()
    makers.enterprise_of(an), makers.enterprise_of(dung)
    makers.group()
    first, second = at_once(
        lambda: makers.trade_item(an, gtin=makers.GTIN),
        lambda: makers.trade_item(dung, gtin=makers.GTIN),
    )
    assert first == "done"
    assert "Mỗi mã GTIN chỉ đặt tên cho một sản phẩm" in second
    assert TradeItem.objects.count() == 1


def test_one_mark_has_one_owner_when_two_hand_it_on():
    makers.group()
    marks.put_in_packaged_marks(by=operator())
    mark, binh = Mark.objects.get(code="gao-nep-quyt-da-teh"), people.binh()

    def hand_on(name):
        return lambda: marks.hand_on_mark(
            by=binh, mark=mark, name=name, held_from=date(2026, 1, 1), document="QĐ 1"
        )

    first, second = at_once(hand_on("A"), hand_on("B"))
    assert first == "done"
    assert "ngày chuyển phải sau ngày đó" in second
    assert mark.owners.filter(held_until__isnull=True).count() == 1


def test_two_agencies_that_propose_one_group_lead_it_together():
    version = makers.step(makers.open_version(), rules.COLLECTING)
    group = makers.group(makers.COFFEE)
    binh, officer = people.binh(), replace(people.officer(), name="Cán bộ")
    told = at_once(
        *(
            lambda by=by: lists.propose(by=by, version=version, group=group, reason="Trọng điểm")
            for by in (binh, officer)
        )
    )
    assert told == ["done", "done"]
    assert Proposal.objects.get().leads.count() == 2
