"""Worlds and questions that nobody thought of: the store must answer like the oracle."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.epcis.query import oracle, worlds
from tests.eventstore.worlds_in_a_store import AN, DUNG, ask, store_with, told_by
from txng.epcis.query.parameters import PARAMETERS
from txng.eventstore.query import narrowing, reading

ROWS = [row for row in PARAMETERS if row.operator]


@st.composite
def questions(draw: st.DrawFn) -> dict[str, object]:
    """Up to two rows of the table, perhaps with an order and a limit."""
    question: dict[str, object] = {}
    for number in draw(st.lists(st.integers(0, len(ROWS) - 1), max_size=2, unique=True)):
        question |= draw(worlds.question(ROWS[number]))
    return question | draw(worlds.ORDERS)


in_a_database = settings(
    phases=[
        Phase.explicit,
        Phase.generate,
    ],  # a world shrinks for minutes and says no more after it
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@settings(in_a_database, max_examples=60)
@given(
    world=worlds.worlds,
    asked=st.lists(questions(), min_size=15, max_size=15),
    size=st.integers(1, 5),
    owner=st.sampled_from([None, None, AN, DUNG]),
    bits=st.sampled_from([8, 60, 1]),
    gathered=st.sampled_from([10_000, 1]),
    batch=st.sampled_from([2000, 2]),
)
def test_the_store_answers_like_the_oracle(
    db, monkeypatch, world, asked, size, owner, bits, gathered, batch
):
    """With so few handles gathered, frequent things are asked for event by event."""
    monkeypatch.setattr(narrowing, "MAX_HANDLES", gathered)
    monkeypatch.setattr(reading, "LARGEST_BATCH", batch)
    with transaction.atomic():
        store = store_with(bits)
        known = told_by(store, world)
        for question in asked:
            expected = oracle.answer(known, question, owner=owner)
            assert ask(store, question, size=size, owner=owner) == expected, question
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_worlds_and_questions_of_one_row(db, row):
    """Every row meets worlds of its own, so that none hides behind the others."""

    @settings(in_a_database, max_examples=6)
    @given(world=worlds.worlds, asked=st.lists(worlds.question(row), min_size=8, max_size=8))
    def check(world, asked):
        with transaction.atomic():
            store = store_with(8)
            known = told_by(store, world)
            for question in asked:
                assert ask(store, question, size=3) == oracle.answer(known, question), question
            transaction.set_rollback(True)

    check()
