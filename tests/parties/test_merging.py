"""Two entries become one: nothing is lost, old codes lead on, and different parties are not joined."""

import pytest

from tests import people
from tests.parties import register
from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry
from txng.parties import actions, queries
from txng.parties.errors import CannotMergeError, FieldError, NotAllowedError
from txng.parties.models import Enterprise, Plot

pytestmark = pytest.mark.django_db


def merge(keep, drop, by=None, reason="Ghi hai lần"):
    return actions.merge_enterprises(by=by or operator(), keep=keep, drop=drop, reason=reason)


def test_places_plots_members_and_the_tax_code_go_over():
    keep = register.party(kind="hop-tac-xa")
    drop = register.party(kind="hop-tac-xa", tax_code="0100233488", phone="0263 382 2222")
    land, member = register.plot(drop), register.household()
    actions.add_member(by=operator(), group=drop, member=member)
    kept = merge(keep, drop)
    assert (kept.tax_code, kept.phone) == ("0100233488", "02633822222")
    assert Plot.objects.get(pk=land.pk).enterprise == keep
    assert [one.member for one in queries.members(operator(), keep)] == [member]
    line = JournalEntry.objects.get(verb="enterprise.merged")
    assert line.details["dropped"] == drop.code
    assert line.details["moved"] == {"parties.membership": 1, "parties.plot": 1}


def test_the_old_code_leads_to_the_kept_entry_also_over_two_steps():
    first, second, third = (register.party() for _ in range(3))
    merge(second, first)
    merge(third, second)
    assert queries.enterprise(operator(), first.code).pk == third.pk
    assert [one.pk for one in queries.enterprises(operator())] == [third.pk]
    found = queries.matching(operator(), queries.enterprises(operator()), "doi gio")
    assert [one.pk for one in found.rows] == [third.pk]


def test_every_foreign_key_of_every_room_is_carried_over():
    """Whatever points at an enterprise is either moved or among the kinds that say why not."""
    from django.db.models import ForeignKey

    from txng.parties.actions.merging import STAYS

    told = [
        relation.related_model._meta.label
        for relation in Enterprise._meta.related_objects
        if relation.related_model not in STAYS and not isinstance(relation.field, ForeignKey)
    ]
    assert told == []


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        ({"tax_code": "0100233488"}, {"tax_code": "0314409058"}, "hai mã số thuế"),
        ({"gln": "9506000134307"}, {"gln": "9506000134376"}, "hai GLN"),
        ({"kind": "hop-tac-xa"}, {"kind": "cong-ty"}, "khác loại hình"),
    ],
)
def test_different_parties_are_not_joined(one, other, sentence):
    keep, drop = register.party(**one), register.party(**other)
    with pytest.raises(CannotMergeError, match=sentence):
        merge(keep, drop)
    assert Enterprise.objects.filter(merged_into__isnull=True).count() == 2


def test_two_accounts_are_not_joined_and_neither_is_an_entry_with_itself():
    with pytest.raises(CannotMergeError, match="đều có tài khoản"):
        merge(register.ans_cooperative(), register.dungs_company(kind="hop-tac-xa"))
    one = register.party()
    with pytest.raises(CannotMergeError, match="hai hồ sơ khác nhau"):
        merge(one, one)


def test_a_merge_has_a_reason_and_happens_once():
    keep, drop = register.party(), register.party()
    with pytest.raises(FieldError, match="lý do"):
        merge(keep, drop, reason=" ")
    merge(keep, drop)
    with pytest.raises(CannotMergeError, match="đã được gộp"):
        merge(keep, drop)


def test_only_who_may_merge_merges():
    ours, other = register.ans_cooperative(), register.party(kind="hop-tac-xa")
    for person in (people.an(), people.dung(), people.officer(register.LAC_DUONG)):
        with pytest.raises(NotAllowedError):
            merge(ours, other, by=person)
    merge(ours, other, by=people.binh())


def test_what_may_be_one_is_listed():
    one, two = register.party(), register.party(tax_code="0100233488")
    register.party(commune_code=register.DA_TEH)
    register.household("Cùng tên (hư cấu)")
    register.household("Cùng tên (hư cấu)")
    (group,) = queries.duplicates(people.binh())
    assert [one_of.pk for one_of in group] == [one.pk, two.pk]
    assert queries.duplicates(people.an()) == []


def test_members_of_both_are_members_once():
    keep, drop = register.party(kind="hop-tac-xa"), register.party(kind="hop-tac-xa")
    member = register.household()
    for group in (keep, drop):
        actions.add_member(by=operator(), group=group, member=member)
    merge(keep, drop)
    assert [one.member for one in queries.members(operator(), keep)] == [member]
