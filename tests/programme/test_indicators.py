"""Indicators: defined by the standing agency, with targets by year, history and readings."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests import people
from tests.products import makers as products
from txng.parties import actions as registers
from txng.programme.actions import indicators as actions
from txng.programme.actions.indicators import Facts
from txng.programme.errors import FieldError, NotAllowedError, StaleError
from txng.programme.models import Indicator, IndicatorPast, Reading
from txng.programme.queries import indicators as queries
from txng.programme.rules import indicators as rules
from txng.programme.rules import trends

pytestmark = pytest.mark.django_db
FACTS = Facts(title="Cơ sở trong sổ", unit="cơ sở", formula="enterprises.registered")


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    cache.clear()
    yield
    cache.clear()


def defined(**more: object) -> Indicator:
    return actions.define_indicator(by=people.binh(), facts=Facts(**{**_told(), **more}))


def _told() -> dict[str, object]:
    return {name: getattr(FACTS, name) for name in FACTS.__dataclass_fields__}


def standing(one: Indicator) -> queries.Standing:
    today = timezone.localdate()
    again = queries.indicator(people.binh(), one.code)
    assert again is not None
    return queries.stands(people.binh(), again, today, queries.asked_on(today))


def test_the_proposals_are_put_in_once_and_without_targets():
    registers.load_plan(by=people.binh())
    put_in = actions.put_in_proposals(by=people.binh())
    assert len(put_in) == len(rules.PROPOSALS) == 7
    assert actions.put_in_proposals(by=people.binh()) == []
    assert not any(one.targets.exists() for one in put_in)
    assert {one.owner.code for one in put_in if one.owner} == {"so-khcn"}
    assert sum(one.on_dashboard for one in put_in) == rules.ON_DASHBOARD


def test_an_indicator_says_its_value_its_target_and_what_that_means():
    products.enterprise_of()
    one = defined()
    assert (standing(one).value, standing(one).standing) == (1, "no_target")
    year = timezone.localdate().year
    one = actions.set_targets(by=people.binh(), indicator=one, seen=1, targets={year: Decimal(2)})
    told = standing(one)
    assert (told.target, told.share) == (2, 50)
    assert told.standing in ("on_way", "behind")
    actions.set_targets(by=people.binh(), indicator=one, seen=2, targets={year: Decimal(1)})
    assert standing(one).standing == "met"


def test_recall_time_is_unknown_and_never_zero():
    one = defined(title="Thời gian thu hồi", formula="recall.time", direction=rules.DOWN)
    assert (standing(one).value, standing(one).standing) == (None, "unknown")


@pytest.mark.parametrize(
    ("value", "target", "direction", "day", "expected"),
    [
        (10, 10, "up", date(2026, 6, 1), "met"),
        (9, 10, "up", date(2026, 6, 1), "on_way"),
        (9, 10, "up", date(2026, 12, 31), "behind"),
        (9, 10, "down", date(2026, 6, 1), "met"),
        (11, 10, "down", date(2026, 12, 31), "behind"),
        (None, 10, "up", date(2026, 12, 31), "unknown"),
        (9, None, "up", date(2026, 12, 31), "no_target"),
    ],
)
def test_behind_is_said_only_when_the_year_is_over(value, target, direction, day, expected):
    got = rules.standing(
        None if value is None else Decimal(value),
        None if target is None else Decimal(target),
        direction, day, 2026,
    )  # fmt: skip
    assert got == expected


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"formula": "nothing.known"}, "formula"),
        ({"formula": "enterprises.registered +"}, "formula"),
        ({"formula": "1 + 1"}, "formula"),
        ({"title": " "}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"unit": ""}, "unit"),
        ({"decimals": 9}, "decimals"),
        ({"note": "x" * 1001}, "note"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(more, field):
    with pytest.raises(FieldError) as refused:
        defined(**more)
    assert refused.value.field == field
    assert str(refused.value).endswith(".")


def test_two_indicators_of_one_name_are_one_too_many():
    defined()
    with pytest.raises(FieldError) as refused:
        defined()
    assert refused.value.field == "title"


def test_an_indicator_is_never_hidden_behind_an_address_of_ours():
    assert defined(title="Thêm").code == "chi-tieu-them"
    assert defined(title="???").code == "chi-tieu-"


def test_only_the_standing_agency_keeps_indicators():
    one = defined()
    for person in (people.officer(), people.officer(role="lanh-dao"), people.an(), people.dung()):
        with pytest.raises(NotAllowedError):
            actions.define_indicator(by=person, facts=FACTS)
        with pytest.raises(NotAllowedError):
            actions.set_targets(by=person, indicator=one, seen=1, targets={})
        with pytest.raises(NotAllowedError):
            actions.take_readings(by=person, day=timezone.localdate())


def test_dung_cannot_see_indicators():
    defined()
    assert not queries.indicators(people.dung()).exists()
    assert queries.indicators(people.officer(role="lanh-dao")).exists()


def test_a_change_keeps_what_was_and_a_stale_page_is_refused():
    one = defined()
    changed = Facts(**{**_told(), "title": "Cơ sở đã ghi sổ"})
    actions.change_indicator(by=people.binh(), indicator=one, seen=1, facts=changed)
    with pytest.raises(StaleError):
        actions.change_indicator(by=people.binh(), indicator=one, seen=1, facts=FACTS)
    (past,) = IndicatorPast.objects.all()
    assert (past.version, past.content["title"]) == (1, "Cơ sở trong sổ")
    again = actions.change_indicator(by=people.binh(), indicator=one, seen=2, facts=changed)
    assert again.version == 2  # the same again changes nothing


def test_a_target_is_taken_away_and_years_outside_the_plan_are_refused():
    one = defined()
    one = actions.set_targets(by=people.binh(), indicator=one, seen=1, targets={2027: Decimal(5)})
    one = actions.set_targets(by=people.binh(), indicator=one, seen=2, targets={2027: None})
    assert not one.targets.exists()
    for targets in ({2031: Decimal(1)}, {2027: Decimal(10) ** 18}):
        with pytest.raises(FieldError):
            actions.set_targets(by=people.binh(), indicator=one, seen=3, targets=targets)


def test_a_retired_indicator_leaves_the_list_keeps_its_readings_and_comes_back():
    one = defined()
    actions.take_readings(by=people.binh(), day=timezone.localdate())
    actions.retire_indicator(by=people.binh(), indicator=one, seen=1)
    assert not queries.indicators(people.binh()).exists()
    assert queries.indicator(people.binh(), one.code) is not None
    assert Reading.objects.count() == 1
    actions.restore_indicator(by=people.binh(), indicator=one, seen=2)
    assert queries.indicators(people.binh()).exists()


def test_a_reading_of_today_is_replaced_and_one_of_the_past_stays():
    one = defined()
    today, past = timezone.localdate(), timezone.localdate() - timedelta(days=40)
    actions.take_readings(by=people.binh(), day=past)
    actions.take_readings(by=people.binh(), day=today)
    products.enterprise_of()
    actions.take_readings(by=people.binh(), day=past)
    actions.take_readings(by=people.binh(), day=today)
    values = dict(Reading.objects.filter(indicator=one).values_list("day", "value"))
    assert values == {past: 0, today: 1}


@pytest.mark.parametrize("day", [timezone.localdate() + timedelta(days=1), date(2018, 1, 1)])
def test_a_day_to_come_or_before_the_plan_is_not_read(day):
    with pytest.raises(FieldError):
        actions.take_readings(by=people.binh(), day=day)


def test_an_old_number_is_recorded_with_its_source():
    one = defined()
    with pytest.raises(FieldError) as refused:
        actions.record_reading(
            by=people.binh(), indicator=one, day=date(2024, 12, 31), value=Decimal(7), note=" "
        )
    assert refused.value.field == "note"
    told = {"by": people.binh(), "indicator": one, "day": date(2024, 12, 31), "note": "BC 12"}
    actions.record_reading(**told, value=Decimal(7))
    with pytest.raises(FieldError):
        actions.record_reading(**told, value=Decimal(8))
    assert standing(one).before is not None
    assert standing(one).change == -7


def test_a_trend_is_a_line_from_the_first_reading_to_today():
    assert trends.line([Decimal(1), None, Decimal(3)], 100, 20) == "0,20 100,0"
    assert trends.line([Decimal(1), Decimal(1)], 100, 20) == "0,10 100,10"
    assert trends.line([Decimal(1), None], 100, 20) == ""
