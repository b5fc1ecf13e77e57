"""Officers confirm within their reach; owners and officers answer who asks to be let in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import people
from tests.parties import register as entries
from tests.support import newcomers
from txng.accounts import actions as accounts
from txng.accounts import queries as account_queries
from txng.accounts.models import ApiKey, JournalEntry, OneTimeLink
from txng.support import rules
from txng.support.actions import deciding
from txng.support.errors import NotAllowedError, StaleError
from txng.support.models import JoinRequest, Registration
from txng.support.queries import beginnings as queries

pytestmark = pytest.mark.django_db
REASON = "Mã số thuế không khớp với giấy đăng ký"


@pytest.fixture(autouse=True)
def roles():
    people.shipped("chu-co-so")


def joining(tax_code: str, kind: str = "nong-ho") -> tuple[JoinRequest, Client]:
    client, told = Client(), newcomers.form(kind=kind, tax_code=tax_code, vao="1")
    assert newcomers.send(told, client).status_code == 303
    return JoinRequest.objects.get(person__username=told["username"]), client


def test_confirmed_is_the_whole_role_at_once_for_everybody_in():
    row, mo, _client = newcomers.registered()
    _link, secret = accounts.invite(
        by=mo,
        organisation=row.enterprise.organisation,
        role=people.shipped("chu-co-so-cho"),
        for_whom="Lan",
    )
    deciding.confirm(by=people.binh(), registration=row)
    after = newcomers.actor_of(row)
    for right in ("capture", "accounts.keys", "barcodes.activate", "links"):
        assert after.may(right), right
    assert OneTimeLink.objects.get().role.code == "chu-co-so"
    given = accounts.accept_invitation(
        secret=secret, username="lan", full_name="Lan", password=newcomers.PASSWORD
    )
    assert given.role.code == "chu-co-so"
    line = JournalEntry.objects.get(verb="registration.confirmed")
    assert (line.actor, line.concerns_id) == ("Bình", row.enterprise.organisation_id)


def test_an_officer_decides_within_territory_and_sector_only():
    row, _mo, _client = newcomers.registered()
    here = people.officer("24848", sector="nong-nghiep")
    for other in (people.officer("24846"), people.officer("24848", sector="y-te")):
        assert queries.registration(other, row.pk) is None
        with pytest.raises(NotAllowedError):
            deciding.confirm(by=other, registration=row)
    assert queries.registration(here, row.pk) == row
    deciding.confirm(by=here, registration=row)
    assert Registration.objects.get().state == rules.CONFIRMED


@pytest.mark.parametrize("stranger", ["an", "dung", "chi"])
def test_nobody_else_sees_or_confirms(stranger):
    row, mo, _client = newcomers.registered()
    for person in (getattr(people, stranger)(), mo):
        assert queries.registration(person, row.pk) is None
        with pytest.raises(NotAllowedError):
            deciding.confirm(by=person, registration=row)


def test_a_refusal_is_read_mended_and_sent_again():
    row, _mo, client = newcomers.registered()
    officer = people.client_of(people.binh())
    short = officer.post(f"/co-so-moi/{row.pk}/chua-nhan", {"reason": "x"})
    assert short.status_code == 400
    assert officer.post(f"/co-so-moi/{row.pk}/chua-nhan", {"reason": REASON}).status_code == 303
    page = client.get("/bat-dau/viec").content.decode()
    assert REASON in page
    assert client.post("/bat-dau/viec/gui-lai").status_code == 303
    assert Registration.objects.get().state == rules.WAITING
    assert not newcomers.actor_of(row).may("capture")


def test_a_confirmation_taken_back_takes_keys_back_too():
    row, _mo, _client = newcomers.registered()
    deciding.confirm(by=people.binh(), registration=row)
    owner = newcomers.actor_of(row)
    _key, plain = accounts.create_key(
        by=owner, organisation=row.enterprise.organisation, scopes=["capture"]
    )
    assert account_queries.actor_for_bearer(plain) is not None
    deciding.undo(by=people.binh(), registration=Registration.objects.get())
    assert account_queries.actor_for_bearer(plain) is None
    assert not newcomers.actor_of(row).may("capture")
    assert newcomers.actor_of(row).may("parties.edit")
    assert ApiKey.objects.get().revoked_at is not None


def test_a_decision_stands_after_a_day():
    row, _mo, _client = newcomers.registered()
    deciding.confirm(by=people.binh(), registration=row)
    Registration.objects.update(decided_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(StaleError):
        deciding.undo(by=people.binh(), registration=Registration.objects.get())
    assert newcomers.actor_of(row).may("capture")


def test_decided_once():
    row, _mo, _client = newcomers.registered()
    deciding.confirm(by=people.binh(), registration=row)
    with pytest.raises(StaleError):
        deciding.refuse(by=people.binh(), registration=row, reason=REASON)


def test_the_notice_of_a_confirmation_has_a_way_back():
    row, _mo, _client = newcomers.registered()
    officer = people.client_of(people.binh())
    page = officer.post(f"/co-so-moi/{row.pk}/xac-nhan", follow=True).content.decode()
    assert f"/co-so-moi/{row.pk}/rut-lai" in page
    assert officer.post(f"/co-so-moi/{row.pk}/rut-lai").status_code == 303
    assert Registration.objects.get().state == rules.WAITING


def test_the_owner_lets_in_with_a_role_and_never_with_more_than_the_owner_has():
    row, mo, owner = newcomers.registered()
    asked, joiner = joining(newcomers.TAX_CODE, "hop-tac-xa")
    assert queries.requests_to_officer(people.binh()).count() == 1  # nobody has confirmed the owner
    page = owner.get(f"/nguoi-xin-vao/{asked.pk}").content.decode()
    assert "nhan-vien" not in page  # staff may record events: the owner may not yet
    assert owner.post(f"/nguoi-xin-vao/{asked.pk}", {"role": "nhan-vien"}).status_code == 400
    deciding.confirm(by=people.binh(), registration=row)
    assert queries.requests_to_officer(people.binh()).count() == 0
    assert owner.post(f"/nguoi-xin-vao/{asked.pk}", {"role": "nhan-vien"}).status_code == 303
    assert "Đã nhận" in joiner.get("/bat-dau/don-xin-vao").content.decode()
    joined = account_queries.current_actor(asked.person, row.enterprise.organisation)
    assert joined.may("products.edit")
    assert not joined.may("accounts.members")
    assert mo.organisation_id == joined.organisation_id


def test_a_role_that_passes_is_offered_only_to_who_holds_no_wider_one():
    row, mo, _client = newcomers.registered()
    assert [role.code for role in account_queries.roles_to_give(mo)] == ["chu-co-so-cho"]
    deciding.confirm(by=people.binh(), registration=row)
    after = [role.code for role in account_queries.roles_to_give(newcomers.actor_of(row))]
    assert after == ["chu-co-so", "nhan-vien"]


def test_an_officer_lets_in_where_nobody_manages():
    entry = entries.household(tax_code="068085001234")
    asked, joiner = joining("068085001234")
    elsewhere = people.officer("24846")
    assert queries.request_to_officer(elsewhere, asked.pk) is None
    with pytest.raises(NotAllowedError):
        deciding.accept(by=elsewhere, request=asked)
    officer = people.client_of(people.officer("24848"))
    assert officer.post(f"/co-so-moi/xin-vao/{asked.pk}").status_code == 303
    entry.refresh_from_db()
    assert entry.organisation.name == entry.public_name
    assert account_queries.current_actor(asked.person, entry.organisation).may("capture")
    assert joiner.get("/toi/doi-to-chuc").status_code in (200, 404)


def test_who_typed_somebody_elses_tax_code_first_loses_the_enterprise():
    row, squatter, first = newcomers.registered()
    asked, _joiner = joining(newcomers.TAX_CODE, "hop-tac-xa")
    officer = people.client_of(people.binh())
    page = officer.get(f"/co-so-moi/xin-vao/{asked.pk}").content.decode()
    assert "thôi mọi vai trò" in page
    assert officer.post(f"/co-so-moi/xin-vao/{asked.pk}").status_code == 303
    row.refresh_from_db()
    assert (row.person, row.state) == (asked.person, rules.WAITING)
    assert not newcomers.actor_of(row).may("capture")
    deciding.confirm(by=people.binh(), registration=row)
    assert newcomers.actor_of(row).may("capture")
    assert first.get("/bat-dau/viec").status_code == 403
    assert not account_queries.current_actor(
        newcomers.User.objects.get(pk=squatter.person_id), row.enterprise.organisation
    ).may("parties.see")


def test_a_request_is_turned_down_with_a_reason_or_withdrawn():
    entries.household(tax_code="068085001234")
    asked, joiner = joining("068085001234")
    officer = people.client_of(people.binh())
    answer = officer.post(f"/co-so-moi/xin-vao/{asked.pk}/khong-nhan", {"reason": REASON})
    assert answer.status_code == 303
    assert REASON in joiner.get("/bat-dau/don-xin-vao").content.decode()
    assert joiner.post(f"/bat-dau/don-xin-vao/{asked.pk}/rut").status_code == 303
    assert JoinRequest.objects.get().state == rules.TURNED_DOWN
    second, other = joining("068085001234")
    assert other.post(f"/bat-dau/don-xin-vao/{second.pk}/rut").status_code == 303
    second.refresh_from_db()
    assert second.state == rules.WITHDRAWN


def test_lists_show_what_lies_in_reach_and_no_name_of_a_household_without_the_right():
    client, told = Client(), newcomers.household()
    newcomers.send(told, client)
    row, _actor = newcomers.of(told["username"])
    page = people.client_of(people.officer("24848")).get("/co-so-moi").content.decode()
    assert row.enterprise.code in page
    assert "Ha Nhơn" not in page
    assert not queries.registrations(people.officer("24846")).exists()
    assert people.client_of(people.dung()).get("/co-so-moi").status_code == 403
