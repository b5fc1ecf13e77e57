"""The two firms of the demonstration that assess themselves."""

import pytest

from txng.accounts import actions as accounts
from txng.accounts.actors import operator
from txng.certification.models import Assessment, Declaration
from txng.certification.rules import checklists as rules
from txng.certification.rules import declarations as steps
from txng.demo import assessments, enterprises
from txng.parties import actions as parties
from txng.parties.actions import PartyFacts

pytestmark = pytest.mark.django_db


def test_one_firm_passed_and_declared_and_one_is_half_done():
    assert assessments.put_in() == 2
    whole, half = Assessment.objects.order_by("pk")
    assert (whole.state, whole.passed, half.state) == (rules.FINISHED, True, rules.OPEN)
    assert 0 < half.answers.filter(is_confirmed=True).count() < whole.answers.count()
    declared = Declaration.objects.get()
    assert (declared.state, declared.agency) == (steps.RECEIVED, assessments.AGENCY)
    assert "(hư cấu)" in declared.enterprise.name


def test_a_firm_that_the_certificates_have_entered_declares_its_coffee_too():
    firm = enterprises.CAU_DAT
    parties.register_enterprise(
        by=operator(),
        facts=PartyFacts(
            name=firm.name, kind="hop-tac-xa", sector="nong-nghiep", commune_code=firm.commune_code
        ),
        organisation=accounts.ensure_organisation(by=operator(), name=firm.name),
    )
    assert assessments.put_in() == 2
    assert [one.group.path for one in Declaration.objects.get().scope.all()] == [
        assessments.GREEN_COFFEE
    ]


def test_loading_it_again_changes_nothing():
    assessments.put_in()
    assert assessments.put_in() == 0
    assert (Assessment.objects.count(), Declaration.objects.count()) == (2, 1)
