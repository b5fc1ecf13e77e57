"""Roles as data: who gives what to whom, within which reach, for how long."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import people
from txng.accounts import actions, queries
from txng.accounts.actors import operator
from txng.accounts.errors import BadRoleError, LinkGoneError, NotAllowedError, StaleError
from txng.accounts.models import Assignment, JournalEntry, Organisation
from txng.conf import roles

pytestmark = pytest.mark.django_db

LANG_BIANG, DA_TEH = "24846", "25126"


def person(username="moi"):
    return actions.create_person(by=operator(), username=username)


def organisation(actor):
    return Organisation.objects.get(pk=actor.organisation_id)


def give(by, role, **wishes):
    wishes.setdefault("organisation", None if by.is_operator else organisation(by))
    someone = wishes.pop("person", None) or person()
    return actions.assign(by=by, person=someone, role=people.shipped(role), **wishes)


def test_a_role_is_read_anew_for_every_page():
    an = people.signed_in_actor(people.an())
    assert an.may("accounts.members")
    held = Assignment.objects.get(person_id=an.person_id)
    actions.end_assignment(by=operator(), assignment=held)
    assert not queries.current_actor(held.person, held.organisation).may("accounts.members")


def test_a_role_of_tomorrow_and_one_of_yesterday_give_nothing_today():
    now, day = timezone.now(), timedelta(days=1)
    later = give(operator(), "nhan-vien", organisation=people.enterprise(), valid_from=now + day)
    past = give(
        operator(),
        "nhan-vien",
        person=person("cu"),
        organisation=people.enterprise(),
        valid_from=now - 2 * day,
        valid_until=now - day,
    )
    for one in (later, past):
        assert queries.current_actor(one.person, one.organisation).scopes == frozenset()
    assert queries.organisations_of(past.person_id) == []


def test_an_gives_a_role_of_her_own_and_dung_does_not():
    an, dung = people.signed_in_actor(people.an()), people.signed_in_actor(people.dung())
    given = give(an, "nhan-vien")
    assert queries.current_actor(given.person, given.organisation).may("capture")
    with pytest.raises(NotAllowedError):
        give(dung, "nhan-vien", person=person("khac"), organisation=organisation(an))


def test_staff_without_the_right_let_nobody_in():
    staff = people.signed_in_actor(people.with_role(people.an(), "nhan-vien"))
    with pytest.raises(NotAllowedError):
        give(staff, "nhan-vien")


def test_nobody_gives_a_wider_reach_than_they_have():
    """An officer of one commune who manages people of the office gives that commune and no other."""
    roles.install()
    chief = people.officer(LANG_BIANG, sector="nong-nghiep")
    actions.define_role(
        by=operator(),
        code="truong-phong",
        name="Trưởng phòng",
        rights=[*roles.rights_of("can-bo"), "accounts.members"],
        kinds=["agency"],
    )
    office = organisation(chief)
    boss = person("truong")
    actions.assign(
        by=operator(),
        person=boss,
        organisation=office,
        role=queries.role_named("truong-phong"),
        territories=[LANG_BIANG],
        sectors=["nong-nghiep"],
    )
    by = queries.current_actor(boss, office)
    inside = {"territories": [LANG_BIANG], "sectors": ["nong-nghiep"]}
    assert give(by, "can-bo", person=person("mot"), **inside).territories == [LANG_BIANG]
    everywhere = give(operator(), "can-bo", person=person("toan-tinh"), organisation=office)
    with pytest.raises(NotAllowedError, match="quyền mà bạn không có"):
        actions.issue_reset(by=by, person=everywhere.person)  # a new password would be that reach
    assert actions.issue_reset(by=by, person=queries.person_named("mot"))
    for number, wider in enumerate(
        (
            {"territories": None, "sectors": ["nong-nghiep"]},
            {"territories": [LANG_BIANG], "sectors": None},
            {"territories": [LANG_BIANG, DA_TEH], "sectors": ["nong-nghiep"]},
            {"territories": [LANG_BIANG], "sectors": ["y-te"]},
        )
    ):
        with pytest.raises(NotAllowedError):
            give(by, "can-bo", person=person(f"hai-{number}"), **wider)


def test_nobody_gives_a_right_that_they_lack():
    officer = people.signed_in_actor(people.officer())
    with pytest.raises(NotAllowedError):
        give(officer, "thuong-truc")


def test_a_role_fits_its_kind_of_organisation():
    with pytest.raises(BadRoleError, match="không dành cho"):
        give(operator(), "thuong-truc", organisation=people.enterprise())


def test_a_territory_that_nobody_knows_is_refused():
    with pytest.raises(BadRoleError, match="99999"):
        give(operator(), "can-bo", organisation=people.agency(), territories=["99999"])


def test_the_standing_agency_lets_the_first_person_in_and_nobody_after_that():
    """Afterwards the enterprise's own people decide: no officer steps in unseen."""
    binh = people.signed_in_actor(people.binh())
    new = actions.create_organisation(by=binh, name="HTX Mới")
    give(binh, "chu-co-so", organisation=new)
    with pytest.raises(NotAllowedError):
        give(binh, "chu-co-so", person=person("binh-2"), organisation=new)


def test_the_standing_agency_opens_no_other_agency():
    binh = people.signed_in_actor(people.binh())
    with pytest.raises(NotAllowedError):
        give(binh, "can-bo", organisation=people.agency("Sở Khác (hư cấu)"))


def test_the_last_person_who_lets_others_in_stays():
    an = people.signed_in_actor(people.an())
    mine = Assignment.objects.get(person_id=an.person_id)
    with pytest.raises(NotAllowedError, match="cuối cùng"):
        actions.end_assignment(by=an, assignment=mine)
    give(an, "chu-co-so")
    assert actions.end_assignment(by=an, assignment=mine).valid_until is not None
    assert [one.person.username for one in queries.members(people.an())] == ["moi"]


def test_who_was_let_go_does_not_come_back_by_a_link_of_their_own():
    an = people.signed_in_actor(people.an())
    lan = give(an, "chu-co-so", person=person("lan"))
    staff = give(an, "nhan-vien", person=person("nhan-vien"))
    hers = queries.current_actor(lan.person, lan.organisation)
    wishes = {"organisation": lan.organisation, "role": lan.role, "for_whom": "Lan"}
    _link, back = actions.invite(by=hers, **wishes)
    _link, still_good = actions.invite(by=an, **wishes)
    _link, reset = actions.issue_reset(by=hers, person=staff.person)
    actions.end_assignment(by=an, assignment=lan)
    with pytest.raises(LinkGoneError):
        actions.accept_invitation(secret=back, person=lan.person)
    with pytest.raises(LinkGoneError):
        actions.set_password_by_link(secret=reset, password="Một câu dài của người khác")
    assert actions.accept_invitation(secret=still_good, person=lan.person).role == lan.role


def test_an_officer_who_opened_an_account_twice_does_not_step_in_after_the_first():
    binh = people.signed_in_actor(people.binh())
    opening = {"by": binh, "name": "HTX Mới", "kind": "enterprise"}
    _link, first = actions.open_account(**opening, for_whom="Chủ nhiệm")
    _link, kept = actions.open_account(**opening, for_whom="Chính mình")
    head = actions.accept_invitation(secret=first, person=person("chu-nhiem"))
    with pytest.raises(LinkGoneError):
        actions.accept_invitation(secret=kept, person=person("binh-2"))
    assert list(Assignment.objects.filter(organisation=head.organisation)) == [head]


def test_the_journal_tells_when_a_role_no_longer_asks_for_a_second_factor():
    role = people.shipped("thuong-truc")
    actions.define_role(
        by=operator(),
        code=role.code,
        name=role.name,
        purpose=role.purpose,
        rights=role.rights,
        kinds=role.kinds,
        needs_second_factor=False,
    )
    told = JournalEntry.objects.get(verb="role.changed").details
    assert told == {
        "code": "thuong-truc",
        "needs_second_factor": False,
        "needs_second_factor_before": True,
    }


def test_the_same_role_twice_is_told():
    someone = person()
    give(operator(), "nhan-vien", person=someone, organisation=people.enterprise())
    with pytest.raises(StaleError, match="đã có vai trò"):
        give(operator(), "nhan-vien", person=someone, organisation=people.enterprise())


def test_dung_cannot_see_or_end_ans_people():
    an, dung = people.signed_in_actor(people.an()), people.signed_in_actor(people.dung())
    given = give(an, "nhan-vien")
    assert queries.assignment(an, given.pk) == given
    assert queries.assignment(dung, given.pk) is None
    assert given not in queries.members(dung)
    with pytest.raises(NotAllowedError):
        actions.end_assignment(by=dung, assignment=given)


def test_installing_the_shipped_roles_twice_changes_nothing():
    assert set(roles.install()) == set(roles.ROLES)
    lines = JournalEntry.objects.count()
    assert roles.install() == []
    assert JournalEntry.objects.count() == lines


def test_a_role_with_a_right_that_nobody_knows_is_refused():
    with pytest.raises(BadRoleError, match=r"parties\.dance"):
        actions.define_role(
            by=operator(), code="x", name="X", rights=["parties.dance"], kinds=["agency"]
        )
    with pytest.raises(NotAllowedError):
        actions.define_role(
            by=people.signed_in_actor(people.an()),
            code="x",
            name="X",
            rights=["query"],
            kinds=["enterprise"],
        )


def test_the_database_keeps_periods_in_order():
    given = give(operator(), "nhan-vien", organisation=people.enterprise())
    given.valid_until = given.valid_from - timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        given.save()
