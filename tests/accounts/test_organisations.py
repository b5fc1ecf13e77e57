"""Organisations, and the journal that says who made them."""

import unicodedata

import pytest
from django.db import IntegrityError, transaction

from tests import people
from txng.accounts import actions, journal, queries, rules
from txng.accounts.actors import operator
from txng.accounts.errors import BadNameError, KindDiffersError, UnknownOrganisationError
from txng.accounts.models import JournalEntry, JournalIsAppendOnlyError, Organisation, User

pytestmark = pytest.mark.django_db


def test_an_organisation_gets_a_code_that_scripts_can_spell():
    made = actions.create_organisation(by=operator(), name="HTX Trà B'Lao Đạ Huoai")
    assert made.code == "htx-tra-b-lao-da-huoai"
    assert made.kind == "enterprise"


def test_two_names_that_fold_to_one_code_get_two():
    codes = [
        actions.create_organisation(by=operator(), name=name).code
        for name in ("Trà Cầu Đất", "Tra Cau Dat", "trà cầu đất")
    ]
    assert codes == ["tra-cau-dat", "tra-cau-dat-2", "tra-cau-dat-3"]


def test_one_name_is_one_organisation_however_it_is_typed():
    composed = actions.ensure_organisation(by=operator(), name="Cà phê Cầu Đất")
    typed = "  " + unicodedata.normalize("NFD", "Cà phê  Cầu Đất ")
    decomposed = actions.ensure_organisation(by=operator(), name=typed)
    assert composed == decomposed
    assert JournalEntry.objects.filter(verb="organisation.created").count() == 1


def test_an_enterprise_does_not_become_an_agency_by_asking():
    people.enterprise("Công ty Đổi Vai")
    with pytest.raises(KindDiffersError, match="Doanh nghiệp"):
        actions.ensure_organisation(by=operator(), name="Công ty Đổi Vai", kind="agency")


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_without_letters_or_without_end_is_refused(name):
    with pytest.raises(BadNameError, match="từ 1 đến 200"):
        actions.create_organisation(by=operator(), name=name)


def test_a_name_is_given_once():
    people.enterprise()
    with pytest.raises(BadNameError, match="Đã có tổ chức"):
        actions.create_organisation(by=operator(), name=people.ANS_ENTERPRISE)


def test_an_organisation_is_found_by_name_and_by_code():
    made = people.enterprise()
    assert queries.organisation_named(made.name) == made
    assert queries.organisation_named(made.code) == made
    with pytest.raises(UnknownOrganisationError, match="Ai Đó"):
        queries.organisation_named("Ai Đó")


def test_names_are_told_for_ids_that_exist():
    an, dung = people.an(), people.dung()
    asked = {an.organisation_id, dung.organisation_id, 999_999}
    assert queries.organisation_names(asked) == {
        an.organisation_id: people.ANS_ENTERPRISE,
        dung.organisation_id: people.DUNGS_ENTERPRISE,
    }


def test_every_verb_leaves_one_line_that_names_the_actor():
    holder = actions.create_organisation(by=people.binh(), name="Công ty Mới")
    actions.create_key(by=people.binh(), organisation=people.agency(), scopes={"query"})
    lines = JournalEntry.objects.filter(actor="Bình").order_by("pk")
    assert [line.verb for line in lines] == ["organisation.created", "key.created"]
    assert lines[0].subject_kind == "accounts.organisation"
    assert lines[0].subject_id == str(holder.pk)
    assert lines[0].organisation.name == people.BINHS_AGENCY


@transaction.atomic
def _make_and_fail(name):
    people.enterprise(name)
    raise RuntimeError("power cut")


def test_an_act_that_fails_leaves_no_line():
    before = JournalEntry.objects.count()
    with pytest.raises(RuntimeError, match="power"):
        _make_and_fail("Công ty Dở Dang")
    assert JournalEntry.objects.count() == before
    assert not Organisation.objects.filter(name="Công ty Dở Dang").exists()


def test_the_journal_is_never_rewritten():
    line = journal.record(operator(), "thing.done", ("thing", "1"), count=3)
    line.verb = "thing.undone"
    with pytest.raises(JournalIsAppendOnlyError):
        line.save()
    with pytest.raises(JournalIsAppendOnlyError):
        line.delete()
    with pytest.raises(JournalIsAppendOnlyError):
        JournalEntry.objects.update(verb="thing.undone")
    with pytest.raises(JournalIsAppendOnlyError):
        JournalEntry.objects.filter(pk=line.pk).delete()
    assert JournalEntry.objects.get(pk=line.pk).verb == "thing.done"


def test_acts_that_were_committed_together_are_written_down_one_by_one():
    an = people.an()
    lines = [
        journal.Line(actor, "document.captured", ("capture_job", name), {"events": count})
        for actor, name, count in ((an, "first", 3), (operator(), "second", 5))
    ]
    journal.record_all(lines)
    written = JournalEntry.objects.filter(verb="document.captured").order_by("pk")
    assert [(one.actor, one.organisation_id, one.subject_id, one.details) for one in written] == [
        (an.name, an.organisation_id, "first", {"events": 3}),
        ("operator", None, "second", {"events": 5}),
    ]


def test_acts_that_fill_several_statements_are_all_written_down_in_order():
    names = [str(number) for number in range(2 * journal.MOST_AT_ONCE + 1)]
    journal.record_all(
        journal.Line(people.an(), "thing.done", ("thing", name), {}) for name in names
    )
    written = JournalEntry.objects.filter(verb="thing.done").order_by("pk")
    assert [one.subject_id for one in written] == names


def test_the_demonstration_counts_as_loaded_when_its_last_line_is_written():
    assert not queries.demonstration_is_loaded()
    assert not queries.demonstration_was_interrupted()
    journal.record(operator(), "demonstration.started", queries.DEMONSTRATION)
    assert not queries.demonstration_is_loaded()
    assert queries.demonstration_was_interrupted()
    journal.record(operator(), "demonstration.loaded", queries.DEMONSTRATION)
    assert queries.demonstration_is_loaded()
    assert not queries.demonstration_was_interrupted()


def test_the_database_itself_knows_two_kinds_of_organisation():
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name="Hội Kín", code="hoi-kin", kind="secret")


def test_an_and_AN_are_one_person():
    assert User.objects.create_user("AN", "mật khẩu dài của An").username == "an"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("an")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="Bình")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Đạ Huoai", "da-huoai"),
        ("???", "to-chuc"),
        ("Ă Â Ê Ô Ơ Ư Đ", "a-a-e-o-o-u-d"),
        ("x" * 90, "x" * 60),
    ],
)
def test_codes_are_plain_letters(name, code):
    assert rules.code_for(name) == code
