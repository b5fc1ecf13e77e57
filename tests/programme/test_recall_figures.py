"""How many recalls were ordered, how long one takes: drills do not count, and of none the mean is unknown."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests import people
from tests.programme.test_figures import this_year
from tests.supervision import recalling
from txng.programme.figures import Asked, figure
from txng.supervision import actions
from txng.supervision.models import Recall
from txng.supervision.rules.recalls import Scope

pytestmark = pytest.mark.django_db


def took(lot: str, hours: float, *, by_answers: bool = False, **more) -> Recall:
    """A recall that was closed, or of which 95 of 100 had answered, so many hours after the order."""
    one = recalling.ordered(Scope(recalling.BAG, lot=lot), **more)
    actions.close_recall(by=recalling.binh(), recall=one, result="Xong.")
    end = Recall.objects.get(pk=one.pk).ended_at
    Recall.objects.filter(pk=one.pk).update(
        ordered_at=end - timedelta(hours=2 * hours if by_answers else hours),
        acknowledged_at=end - timedelta(hours=hours) if by_answers else None,
    )
    return one


def count(code: str, person=None, **asked):
    return figure(code).count(person or people.binh(), this_year(**asked))


def test_of_no_finished_recall_the_time_is_unknown_and_never_zero():
    assert (count("recalls.ordered"), count("recall.time")) == (0, None)
    recalling.ordered()
    assert (count("recalls.ordered"), count("recall.time")) == (1, None)


def test_the_mean_counts_from_the_order_to_the_answers_or_to_the_end():
    took("L1", 6)
    took("L2", 3, by_answers=True)
    took("L3", 100, is_drill=True)
    assert count("recalls.ordered") == 2
    assert count("recall.time") == Decimal("4.5")
    rows = list(figure("recall.time").rows(people.binh(), this_year()))
    assert [(row.detail, row.amount) for row in rows] == [
        ("6,0 giờ", 3),
        ("3,0 giờ", Decimal("1.5")),
    ]


def test_a_withdrawn_order_is_no_recall_and_another_year_has_none():
    one = recalling.ordered()
    actions.withdraw_recall(by=recalling.binh(), recall=one, reason="Nhầm lô.")
    assert count("recalls.ordered") == 0
    took("L1", 1)
    last = timezone.localdate() - timedelta(days=800)
    earlier = Asked(since=last.replace(month=1, day=1), until=last.replace(month=12, day=31))
    assert figure("recalls.ordered").count(people.binh(), earlier) == 0


@pytest.mark.parametrize("narrow", [{"commune": "24846"}, {"sector": "y-te"}, {"group": "x/"}])
def test_a_recall_lies_in_no_commune_sector_or_group(narrow):
    took("L1", 1)
    assert (count("recalls.ordered", **narrow), count("recall.time", **narrow)) == (None, None)


def test_leaders_read_the_number_and_no_rows_and_others_nothing():
    took("L1", 1)
    leader = people.officer(role="lanh-dao")
    assert count("recall.time", leader) == 1
    assert list(figure("recall.time").rows(leader, this_year())) == []
    for person in (people.an(), people.dung(), people.officer("24846")):
        assert (count("recalls.ordered", person), count("recall.time", person)) == (None, None)
