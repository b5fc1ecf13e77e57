"""The two firms of the demonstration that assess themselves."""

import pytest

from txng.certification.models import Assessment, Declaration
from txng.certification.rules import checklists as rules
from txng.certification.rules import declarations as steps
from txng.demo import assessments

pytestmark = pytest.mark.django_db


def test_one_firm_passed_and_declared_and_one_is_half_done():
    assert assessments.put_in() == 2
    whole, half = Assessment.objects.order_by("pk")
    assert (whole.state, whole.passed, half.state) == (rules.FINISHED, True, rules.OPEN)
    assert 0 < half.answers.filter(is_confirmed=True).count() < whole.answers.count()
    declared = Declaration.objects.get()
    assert (declared.state, declared.agency) == (steps.RECEIVED, assessments.AGENCY)
    assert "(hư cấu)" in declared.enterprise.name


def test_loading_it_again_changes_nothing():
    assessments.put_in()
    assert assessments.put_in() == 0
    assert (Assessment.objects.count(), Declaration.objects.count()) == (2, 1)
