"""What the annual report asks, what the figures count, and that the demonstration has it."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from tests import people
from tests.awards import stories
from tests.awards.stories import MILLION
from tests.parties.register import LAC_DUONG
from txng.accounts.actors import operator
from txng.awards import queries
from txng.awards.actions import applications
from txng.demo import agencies, awards
from txng.programme import figures
from txng.programme.figures import Asked

pytestmark = pytest.mark.django_db


def asked(**more) -> Asked:
    today = stories.today()
    return Asked(date(today.year, 1, 1), today, **more)


def count(code: str, by=None, **more):
    return figures.figure(f"awards.{code}").count(by or people.binh(), asked(**more))


def test_a_grant_is_counted_once_finance_agreed_and_no_more_once_it_is_revoked():
    one = stories.approved()
    assert (count("incentives_granted"), count("incentives_amount")) == (0, Decimal(0))
    one = stories.granted(one)
    assert (count("incentives_granted"), count("incentives_amount")) == (1, 40 * MILLION)
    figure = figures.figure("awards.incentives_amount")
    assert [row.amount for row in figure.rows(people.binh(), asked())] == [40 * MILLION]
    assert figure.split["commune"](people.binh(), asked()) == {LAC_DUONG: 40 * MILLION}
    assert count("incentives_granted", commune="24846") == 0
    told = queries.incentives_of_year(people.binh(), stories.today().year)
    assert [(row.number, row.granted_vnd) for row in told] == [(one.number, 40 * MILLION)]
    applications.revoke(by=stories.colleague(), application=one, note="Không làm.")
    assert count("incentives_granted") == 0


def test_a_topic_runs_until_it_is_accepted_and_lies_in_no_commune():
    one = stories.running()
    assert (count("topics_running"), count("topics_accepted")) == (1, 0)
    assert count("topics_running", commune=LAC_DUONG) is None
    stories.accepted(stories.handed_in(one))
    assert (count("topics_running"), count("topics_accepted")) == (0, 1)
    told = queries.topics_of_year(people.binh(), stories.today().year)
    assert [(row.is_running, row.is_accepted, row.grade) for row in told] == [
        (False, True, "Xuất sắc")
    ]
    rows = list(figures.figure("awards.topics_accepted").rows(people.binh(), asked()))
    assert [(row.key, row.url) for row in rows] == [
        (one.number, f"/khuyen-khich/de-tai/{one.number}")
    ]


def test_dung_counts_and_reads_nothing():
    stories.granted()
    stories.running()
    for code in ("incentives_granted", "topics_running", "commended"):
        assert not count(code, people.dung())
    year = stories.today().year
    assert queries.incentives_of_year(people.dung(), year) == []
    assert queries.topics_of_year(people.dung(), year) == []
    assert queries.commendations_of_year(people.dung(), year) == []


def test_every_figure_says_what_it_counts_and_which_clause_asks():
    ours = [one for one in figures.everyone() if one.code.startswith("awards.")]
    assert len(ours) == 5
    assert all(one.clauses and len(str(one.definition).split()) > 8 for one in ours)


def test_the_demonstration_has_policies_topics_in_different_states_and_commendations():
    agencies.put_in(by=operator())
    awards.put_in(by=operator())
    awards.put_in(by=operator())  # again: nothing changes
    year = timezone.localdate().year
    told = queries.topics_of_year(operator(), year)
    assert len({row.state for row in told}) >= 2
    assert len(queries.incentives_of_year(operator(), year)) == 3
    assert len(queries.commendations_of_year(operator(), year)) == 5
