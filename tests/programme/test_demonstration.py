"""The demonstration holds the Plan at work, and loading it again changes nothing."""

from datetime import date

import pytest

from txng.accounts.actors import operator
from txng.demo import agencies, programme
from txng.programme import queries
from txng.programme.models import Task, TaskUpdate

pytestmark = pytest.mark.django_db


def test_the_plan_of_the_demonstration_is_put_in_once():
    agencies.put_in(by=operator())
    programme.put_in(by=operator())
    counts = Task.objects.count(), TaskUpdate.objects.count()
    programme.put_in(by=operator())
    assert (Task.objects.count(), TaskUpdate.objects.count()) == counts
    told = {one.clause.id: one for one in queries.progress(operator(), 2025)}
    assert (told["PL.2"].state, told["PL.2"].percent) == ("done", 100)
    assert "trình diễn" in told["PL.2"].note
    late = queries.late(operator(), date(2026, 10, 15))
    assert any("rau, hoa" in one.title for one in late)
