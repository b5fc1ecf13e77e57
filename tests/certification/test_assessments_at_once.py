"""Two people press the same button in the same moment, on real connections: one wins, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests import people
from tests.certification import assessing
from txng.certification.actions import assessments, checklists, declarations
from txng.certification.errors import CertificationError
from txng.certification.models import Assessment, Declaration

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs):
    """What each gave: "done", or the sentence that refused it."""
    start = Barrier(len(verbs))

    def run(verb):
        try:
            start.wait(timeout=30)
            verb()
        except CertificationError as refused:
            return str(refused)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return sorted(pool.map(run, verbs), key=lambda told: told != "done")


def test_of_two_officers_who_receive_one_wins():
    made, binh, chi = assessing.declared(), people.binh(), people.chi()
    first, second = at_once(
        lambda: declarations.receive(by=binh, declaration=made),
        lambda: declarations.receive(by=chi, declaration=made),
    )
    assert first == "done"
    assert "nên không làm bước này được nữa" in second


def test_an_officer_who_receives_and_an_enterprise_that_withdraws_leave_one_state():
    made, binh, an = assessing.declared(), people.binh(), people.an()
    told = at_once(
        lambda: declarations.return_declaration(by=binh, declaration=made, reason="Thiếu"),
        lambda: declarations.withdraw(by=an, declaration=made),
    )
    assert told[0] == "done"
    assert "nên không làm bước này được nữa" in told[1]


def test_two_declarations_at_once_take_two_numbers_without_a_gap():
    facts = [assessing.certified(people.an()), assessing.certified(people.dung())]
    persons = [people.an(), people.dung()]
    told = at_once(
        *(
            lambda pair=pair: declarations.declare(by=pair[0], facts=pair[1])
            for pair in zip(persons, facts, strict=True)
        )
    )
    assert told == ["done", "done"]
    numbers = sorted(Declaration.objects.values_list("number", flat=True))
    assert [number[-6:] for number in numbers] == ["000001", "000002"]


def test_two_people_of_one_enterprise_begin_one_assessment():
    an, checklist = people.an(), assessing.checklist()
    assessing.makers.enterprise_of(an)
    begin = lambda: assessments.start_assessment(by=an, checklist=checklist)  # noqa: E731
    first, second = at_once(begin, begin)
    assert (first, Assessment.objects.count()) == ("done", 1)
    assert "chưa xong" in second


def test_of_two_who_put_a_draft_in_force_one_wins():
    draft, binh = assessing.draft(), people.binh()
    issue = lambda: checklists.put_in_force(  # noqa: E731
        by=binh, version=draft, holds_from=assessing.tomorrow()
    )
    first, second = at_once(issue, issue)
    assert first == "done"
    assert "không sửa nữa" in second
