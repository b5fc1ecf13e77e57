"""Two people spend, or one spends while another locks the year, in the same moment, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from tests.budget import makers
from txng.budget.actions import spending, years
from txng.budget.errors import BudgetError
from txng.budget.models import Part, Voucher
from txng.parties.models import Agency

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


def at_once(*verbs):
    """What each gave: "done", or the sentence that refused it."""
    start = Barrier(len(verbs))

    def run(verb):
        try:
            start.wait(timeout=30)
            verb()
        except BudgetError as refused:
            return str(refused)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return sorted(pool.map(run, verbs), key=lambda told: told != "done")


def test_two_who_spend_at_once_never_spend_more_than_was_given():
    hoa = makers.hoa()
    line = makers.approved(100_000_000)
    part = line.parts.get().pk
    for number in range(ROUNDS):
        said = [makers.paid(60_000_000) for _person in range(2)]

        def spend(paid, number=number):
            spending.record_voucher(
                by=hoa, line=line, part=part, paid=paid, token=f"{number} {paid.number}"
            )

        told = at_once(*[lambda paid=paid: spend(paid) for paid in said])
        assert told[0] == "done"
        assert "còn lại 40.000.000" in told[1]
        assert Part.objects.get(pk=part).disbursed == Decimal(60_000_000)
        (made,) = Voucher.objects.filter(counters=None, countered_by=None)
        day = date(2026, 3, 11)
        twice = at_once(
            *[
                lambda key=key, made=made, day=day: spending.counter_voucher(
                    by=hoa, voucher=made, reason="Nhầm", on=day, token=f"{made.pk} {key}"
                )
                for key in range(2)
            ]
        )
        assert twice[0] == "done"
        assert "đã được đảo" in twice[1]
        assert Part.objects.get(pk=part).disbursed == 0


def test_a_year_that_is_being_settled_takes_no_voucher_beside():
    hoa, tam = makers.hoa(), makers.tam()
    line = makers.approved(100_000_000, year=2025)
    part = line.parts.get().pk
    said = makers.paid(60_000_000, paid_on=date(2025, 3, 10))
    agency = Agency.objects.get(code="so-nong-nghiep")
    at_once(
        lambda: spending.record_voucher(by=hoa, line=line, part=part, paid=said, token="tờ"),
        lambda: years.settle(by=tam, agency=agency, year=2025),
    )
    settled = agency.settlements.get()
    assert settled.disbursed == Part.objects.get(pk=part).disbursed  # in it, or refused
