"""Who must do what by when, asked of the tables: the same that the engine says of each product."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import people
from tests.products import makers
from txng.accounts.actors import operator
from txng.products.actions import trade_items as actions
from txng.products.models import TradeItem
from txng.products.queries import obligations as queries
from txng.products.rules import obligations as engine
from txng.products.rules.obligations import ListItem, State, Version
from txng.products.rules.roadmap import Milestone

pytestmark = pytest.mark.django_db
EVENTS = Milestone("events", months_after=6)
BEFORE, AFTER = date(2026, 12, 31), date(2027, 1, 2)


def test_an_reads_what_she_must_do_by_when_and_why():
    makers.in_force(makers.COFFEE, milestones=(EVENTS,))
    makers.trade_item(people.an())
    found = queries.duties_of(people.an(), makers.enterprise_of(people.an()), BEFORE)
    assert [(one.requirement.id, one.due_on, one.state) for one in found] == [
        ("events", date(2027, 1, 1), State.SOON)
    ]
    from txng.products import words

    assert words.basis(found[0]) == (
        "Danh mục bắt buộc, ban hành theo Quyết định số 12/QĐ-UBND ngày 01/06/2026 của Ủy ban nhân dân tỉnh;"
        " yêu cầu theo Thông tư 02/2024/TT-BKHCN, Điều 3 khoản 8 và Điều 6 khoản 1."
    )
    assert words.when(found[0], BEFORE) == "Hạn 01/01/2027, còn 1 ngày"


def test_dung_reads_nothing_of_an_s_duties():
    makers.in_force(makers.COFFEE, milestones=(EVENTS,))
    makers.trade_item(people.an())
    an = makers.enterprise_of(people.an())
    assert queries.duties_of(people.dung(), an, BEFORE) == []
    assert queries.enterprise(people.dung(), an.pk) is None
    (scope,) = queries.scopes(None, AFTER)
    assert list(queries.late(people.dung(), scope)) == []
    assert list(queries.late(people.an(), scope)) == []  # her own she reads on her own page


def test_an_officer_sees_who_is_late_in_the_commune_and_sector():
    makers.in_force(makers.COFFEE, milestones=(EVENTS,))
    here = makers.trade_item(people.an())
    elsewhere = makers.trade_item(commune=makers.DA_TEH)
    (scope,) = queries.scopes(None, AFTER)
    assert list(queries.late(people.officer(makers.LANG_BIANG), scope)) == [here]
    assert set(queries.late(people.binh(), scope)) == {here, elsewhere}
    actions.declare_fulfilment(
        by=people.an(), trade_item=here, requirement="events", done_on=date(2026, 7, 2), note="Sổ"
    )
    assert list(queries.late(people.binh(), scope)) == [elsewhere]
    assert set(queries.bound(people.binh(), scope)) == {here, elsewhere}


def test_a_product_no_longer_made_and_an_enterprise_that_closed_owe_nothing():
    makers.in_force(makers.COFFEE, milestones=(EVENTS,))
    gone, closed = makers.trade_item(people.an()), makers.trade_item()
    actions.withdraw_trade_item(by=people.an(), trade_item=gone, on=date(2026, 11, 1))
    closed.owner.closed_on = BEFORE
    closed.owner.save()
    (scope,) = queries.scopes(None, AFTER)
    assert list(queries.late(people.binh(), scope)) == []
    assert queries.duties_of(people.binh(), closed.owner, AFTER) == []
    assert queries.duties_of_item(people.binh(), closed, AFTER) == []


def test_the_overview_costs_one_query_for_each_milestone(django_assert_num_queries):
    more = tuple(Milestone(one, months_after=6) for one in ("carrier", "system", "portal"))
    makers.in_force(makers.COFFEE, makers.GREEN_COFFEE, milestones=(EVENTS, *more))
    makers.trade_item(people.an())
    officer = people.officer(makers.LANG_BIANG, sector="nong-nghiep")
    # the list twice (version, items, groups, milestones); the tree, the sectors of its groups; whether the
    # groups of the two items are large
    with django_assert_num_queries(8 + 2 + 10):
        found = queries.counted(officer, AFTER)
    assert [one.open for one in found if one.group == "Cà phê nhân"] == [1, 1, 1, 1]
    assert [one.open for one in found if one.group == "Cà phê"] == [0, 0, 0, 0]


# --- the tables say what the engine says -----------------------------------------------------------

GROUPS = ["nong-san/", makers.COFFEE, makers.GREEN_COFFEE, makers.TEA, "thuy-san/"]
KINDS = [
    ("cong-ty", "nho"),
    ("cong-ty", "lon"),
    ("cong-ty", ""),
    ("hop-tac-xa", ""),
    ("nong-ho", ""),
]
CLASSES = ["nho", "lon", "hop-tac-xa", "nong-ho"]


@pytest.fixture
def province():
    made = []
    for number in range(60):
        kind, size = KINDS[number % len(KINDS)]
        facts = (
            makers.FACTS if number % 3 else makers.Facts(name=f"Sản phẩm {number}", markets=("VN",))
        )
        item = makers.trade_item(
            path=GROUPS[(number * 7) % len(GROUPS)], facts=facts, kind=kind, size=size,
            commune=makers.DA_TEH if number % 4 else makers.LANG_BIANG,
        )  # fmt: skip
        if number % 5 == 0:
            actions.declare_fulfilment(
                by=operator(),
                trade_item=item,
                requirement="events",
                done_on=date(2026, 1, 1),
                note="x",
            )
        made.append(item)
    return made


sizes = st.sets(st.sampled_from(CLASSES), max_size=2)
milestone_sets = st.sampled_from(
    [
        (EVENTS,),
        (EVENTS, Milestone("events", months_after=12, sizes=("nho", "nong-ho"))),
        (
            Milestone("elements", months_after=1),
            Milestone("carrier", months_after=2, sizes=("hop-tac-xa",)),
        ),
        (),
    ]
)
items = st.lists(
    st.builds(
        ListItem, id=st.integers(1, 99), group=st.sampled_from(GROUPS), milestones=milestone_sets,
        communes=st.sets(st.sampled_from([makers.LANG_BIANG]), max_size=1).map(frozenset),
        sizes=sizes.map(frozenset), exported_only=st.booleans(),
    ),
    max_size=4, unique_by=lambda one: one.group,
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items)
def test_the_tables_bind_and_miss_the_very_products_that_the_engine_does(province, listed):
    version = Version(
        1, "Danh mục", "12", date(2026, 6, 1), "UBND", date(2026, 7, 1), None, tuple(listed)
    )
    rows = TradeItem.objects.select_related("owner", "group").prefetch_related("fulfilments")
    duties = engine.duties(queries.plain(rows), [version], date(2030, 1, 1))
    by_engine = {(one.product.id, one.requirement.id, one.due_on) for one in duties}
    late_by_engine = {
        (one.product.id, one.requirement.id) for one in duties if one.state is State.LATE
    }
    by_tables, late_by_tables = set(), set()
    for scope in engine.scopes(version):
        by_tables |= {
            (one.pk, scope.requirement.id, scope.due_on) for one in queries.bound(operator(), scope)
        }
        late_by_tables |= {
            (one.pk, scope.requirement.id) for one in queries.late(operator(), scope)
        }
    assert by_tables == by_engine
    assert late_by_tables == late_by_engine


def test_an_enterprise_page_costs_the_same_with_many_products(django_assert_num_queries):
    makers.in_force(makers.COFFEE, milestones=(EVENTS,))
    for _ in range(5):
        makers.trade_item(people.an())
    an, enterprise = people.an(), makers.enterprise_of(people.an())
    with django_assert_num_queries(
        6
    ):  # versions, items, milestones, groups with them; products, what is met
        assert len(queries.duties_of(an, enterprise, BEFORE)) == 5
