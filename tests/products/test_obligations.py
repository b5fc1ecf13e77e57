"""Who must do what by when: the engine against a slow and obvious oracle."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from txng.products.rules import obligations
from txng.products.rules.obligations import ListItem, Product, State, Version
from txng.products.rules.roadmap import Milestone, clashes

START = date(2026, 7, 1)
COFFEE, GREEN, TEA = "nong-san/ca-phe/", "nong-san/ca-phe/ca-phe-nhan/", "nong-san/che/"
CODE = Milestone("code", months_after=6)


def version(*items, **other):
    values = {"id": 1, "title": "Danh mục bắt buộc", "number": "12/QĐ-UBND", "decided_on": date(2026, 6, 1),
              "body": "UBND tỉnh", "effective_from": START, "holds_until": None}  # fmt: skip
    return Version(**values | other, items=items)


def product(group=GREEN, **other):
    values = {
        "id": 1,
        "name": "Cà phê nhân",
        "owner": 1,
        "size": "nho",
        "commune": "24846",
        "is_exported": False,
    }
    return Product(**values | other, group=group)


def states(found):
    return [(one.requirement.id, one.due_on, one.state) for one in found]


def test_green_coffee_must_do_what_is_asked_of_coffee():
    item = ListItem(1, COFFEE, (CODE,))
    found = obligations.duties([product(), product(TEA)], [version(item)], date(2026, 12, 1))
    assert states(found) == [("code", date(2027, 1, 1), State.SOON)]
    assert found[0].item is item
    assert found[0].requirement.basis


def test_the_closest_item_holds_and_wholly():
    near = ListItem(2, GREEN, (Milestone("events", months_after=1),))
    found = obligations.duties([product()], [version(ListItem(1, COFFEE, (CODE,)), near)], START)
    assert [one.requirement.id for one in found] == ["events"]


def test_the_day_itself_is_in_time_and_the_next_is_late():
    listed = version(ListItem(1, COFFEE, (CODE,)))
    due = date(2027, 1, 1)
    on_the_day, after = (
        obligations.duties([product()], [listed], day) for day in (due, due + timedelta(1))
    )
    assert states(on_the_day)[0][2] is State.SOON
    assert states(after)[0][2] is State.LATE
    assert after[0].days_late(due + timedelta(1)) == 1


def test_what_was_done_late_is_told_as_that():
    listed = version(ListItem(1, COFFEE, (CODE,)))
    for done, state in ((date(2027, 1, 1), State.DONE), (date(2027, 1, 2), State.DONE_LATE)):
        found = obligations.duties([product(done={"code": done})], [listed], date(2028, 1, 1))
        assert states(found)[0][2] is state


def test_a_version_that_ended_asks_nothing_and_the_next_may_move_the_day():
    old = version(ListItem(1, COFFEE, (CODE,)), holds_until=date(2027, 3, 1))
    new = version(ListItem(1, COFFEE, (CODE,)), effective_from=date(2027, 3, 1), id=2)
    before, after = date(2027, 2, 28), date(2027, 3, 1)
    assert states(obligations.duties([product()], [old, new], before)) == [
        ("code", date(2027, 1, 1), State.LATE)
    ]
    assert states(obligations.duties([product()], [old, new], after)) == [
        ("code", date(2027, 9, 1), State.AHEAD)
    ]


def test_an_item_for_exporters_in_two_communes_binds_nobody_else():
    item = ListItem(1, COFFEE, (CODE,), frozenset({"24846"}), frozenset({"nho", "vua"}), True)
    bound = product(is_exported=True)
    others = [
        product(),
        product(is_exported=True, commune="1"),
        product(is_exported=True, size="lon"),
    ]
    assert len(obligations.duties([bound], [version(item)], START)) == 1
    assert obligations.duties(others, [version(item)], START) == []


def test_who_is_next_is_whoever_is_due_on_the_nearest_day():
    items = (
        ListItem(1, COFFEE, (CODE, Milestone("events", months_after=12))),
        ListItem(2, TEA, (CODE,)),
    )
    found = obligations.duties([product(), product(TEA, id=2)], [version(*items)], START)
    assert {(one.product.id, one.requirement.id) for one in obligations.next_due(found)} == {
        (1, "code"),
        (2, "code"),
    }
    assert obligations.late(found) == []


# --- the oracle: everything written out, nothing shared with the engine ---------------------------

GROUPS = ["a/", "a/b/", "a/b/c/", "a/d/", "e/", "e/f/"]
SIZES = ["sieu-nho", "nho", "vua", "lon", "nong-ho", ""]
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
requirements = st.sampled_from(["code", "elements", "events"])


@st.composite
def milestones(draw):
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        sizes = tuple(draw(st.sets(st.sampled_from(SIZES[:-1]), max_size=2)))
        when = (
            {"due_on": draw(days)}
            if draw(st.booleans())
            else {"months_after": draw(st.integers(0, 24))}
        )
        row = Milestone(draw(requirements), sizes=sizes, **when)
        if not clashes([*rows, row]):
            rows.append(row)
    return tuple(rows)


@st.composite
def versions(draw, number=1):
    groups = draw(st.lists(st.sampled_from(GROUPS), unique=True, max_size=5))
    items = tuple(
        ListItem(
            index, group, draw(milestones()),
            frozenset(draw(st.sets(st.sampled_from(["1", "2"]), max_size=1))),
            frozenset(draw(st.sets(st.sampled_from(SIZES[:-1]), max_size=3))),
            draw(st.booleans()),
        )
        for index, group in enumerate(groups)
    )  # fmt: skip
    start = draw(days)
    end = (
        draw(st.none() | days.filter(lambda one: one > start))
        if start < date(2028, 12, 31)
        else None
    )
    return version(*items, id=number, effective_from=start, holds_until=end)


products = st.builds(
    Product, id=st.integers(1, 3), name=st.just("x"), owner=st.just(1), group=st.sampled_from(GROUPS),
    size=st.sampled_from(SIZES), commune=st.sampled_from(["1", "2", "3"]), is_exported=st.booleans(),
    done=st.dictionaries(requirements, days, max_size=3),
)  # fmt: skip


def add_months(day, months):
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def oracle(one, listed, today):
    """(requirement, due, state) by walking up from the product's group, one parent at a time."""
    if today < listed.effective_from or (listed.holds_until and today >= listed.holds_until):
        return set()
    path, item = one.group, None
    while path and item is None:
        for candidate in listed.items:
            if candidate.group != path:
                continue
            if candidate.communes and one.commune not in candidate.communes:
                continue
            if candidate.sizes and one.size not in candidate.sizes:
                continue
            if candidate.exported_only and not one.is_exported:
                continue
            item = candidate
        path = "/".join(path.rstrip("/").split("/")[:-1])
        path = path + "/" if path else ""
    answers = set()
    if item is None:
        return answers
    for requirement in ("code", "elements", "events"):
        rows = [row for row in item.milestones if row.requirement == requirement]
        own = [row for row in rows if one.size in row.sizes]
        common = [row for row in rows if not row.sizes]
        if not own and not common:
            continue
        row = own[0] if own else common[0]
        due = row.due_on or add_months(listed.effective_from, row.months_after)
        if due < listed.effective_from:
            due = listed.effective_from
        done = one.done.get(requirement)
        if done is not None and done > today:
            done = None
        if done is None:
            left = (due - today).days
            state = "late" if left < 0 else "soon" if left <= 90 else "ahead"
        else:
            state = "done" if done <= due else "done_late"
        answers.add((requirement, due, state))
    return answers


@given(products, versions(), days)
def test_the_engine_says_what_the_oracle_says(one, listed, today):
    found = obligations.duties_of(one, listed, today)
    assert {(d.requirement.id, d.due_on, d.state.value) for d in found} == oracle(
        one, listed, today
    )
    assert len(found) == len({d.requirement.id for d in found})


@given(products, versions())
def test_the_scopes_of_a_list_bind_exactly_the_products_that_have_the_duty(one, listed):
    today = listed.effective_from
    of_engine = {
        (d.item.id, d.requirement.id, d.due_on) for d in obligations.duties_of(one, listed, today)
    }
    of_scopes = [
        (s.item.id, s.requirement.id, s.due_on) for s in obligations.scopes(listed) if s.binds(one)
    ]
    assert set(of_scopes) == of_engine
    assert len(of_scopes) == len(of_engine)


@given(st.lists(products, max_size=4), versions(1), versions(2), days)
def test_open_duties_come_first_and_by_their_day(several, first, second, today):
    found = obligations.duties(several, [first, second], today)
    assert len(found) == sum(len(oracle(one, v, today)) for one in several for v in (first, second))
    opened = [one.due_on for one in found if one.is_open]
    assert opened == sorted(opened)
    assert [one.is_open for one in found] == sorted((one.is_open for one in found), reverse=True)
