"""People of an organisation from a sheet: invited in a list, their links made afterwards and shown once."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests import people
from tests.parties.test_importing import (  # noqa: F401 - `files` is a fixture
    files,
    said,
    started,
    taken_back,
    written,
    wrong_keys,
)
from txng.accounts import actions, queries
from txng.accounts import rules as account_rules
from txng.accounts.errors import AccountsError, LinkGoneError
from txng.accounts.models import Assignment, JournalEntry, OneTimeLink
from txng.documents import imports
from txng.documents.imports import Given
from txng.documents.people_sheet import PEOPLE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def importer(monkeypatch):
    """Instead of the one importer of the other tests."""
    monkeypatch.setattr(imports, "_IMPORTERS", {})
    imports.register(PEOPLE)


@pytest.fixture
def an():
    return people.signed_in_actor(people.an())


def row(name="Nguyễn Thị Lan", **more):
    return {"for_whom": name, "role": "Nhân viên"} | more


def secrets_on(page):
    return re.findall(r"/lien-ket/([a-z2-7]{32})", page.content.decode())


def test_nobody_holds_a_link_until_it_is_made_on_the_page(an):
    run = written(an, PEOPLE, row(), row("K'Brểu"))
    links = OneTimeLink.objects.order_by("pk")
    assert (run.created, [one.for_whom for one in links]) == (2, ["Nguyễn Thị Lan", "K'Brểu"])
    assert all(one.is_prepared for one in links)
    assert not any(account_rules.is_secret(one.digest) for one in links)
    page = people.client_of(people.an()).get(f"/nhap-excel/lan/{run.number}")
    assert "/nguoi-dung/lien-ket" in page.content.decode()


def test_links_are_shown_once_on_one_sheet_and_let_their_people_in(an):
    written(an, PEOPLE, row(), row("K'Brểu"))
    browser = people.client_of(people.an())
    asked = browser.get("/nguoi-dung/lien-ket").content.decode()
    assert asked.count("checked") == 2
    pks = [one.pk for one in queries.invitations(an)]
    sheet = browser.post("/nguoi-dung/lien-ket", {"links": pks})
    found = secrets_on(sheet)
    assert len(set(found)) == 2
    assert "no-store" in sheet["Cache-Control"]
    assert not secrets_on(browser.get("/nguoi-dung"))
    given = actions.accept_invitation(
        secret=found[0], username="lan", full_name="Lan", password="một câu dài dễ nhớ"
    )
    assert (given.role.code, given.organisation_id) == ("nhan-vien", an.organisation_id)


def test_a_link_that_is_made_again_ends_the_one_before(an):
    written(an, PEOPLE, row())
    (link,) = queries.invitations(an)
    ((_, first),) = actions.hand_out(by=an, links=[link])
    ((_, second),) = actions.hand_out(by=an, links=[link])
    with pytest.raises(LinkGoneError):
        actions.accept_invitation(secret=first, username="lan", password="một câu dài dễ nhớ")
    actions.accept_invitation(secret=second, username="lan", password="một câu dài dễ nhớ")
    assert actions.hand_out(by=an, links=[link]) == []  # it was used


def test_the_same_sheet_again_invites_nobody_twice(an):
    written(an, PEOPLE, row())
    again = written(an, PEOPLE, row(), row(role="Chủ cơ sở"))
    assert (again.unchanged, again.created, OneTimeLink.objects.count()) == (1, 1, 2)


def test_dung_makes_no_link_of_ans_people(an):
    written(an, PEOPLE, row())
    (link,) = queries.invitations(an)
    browser = people.client_of(people.dung())
    assert "Nguyễn Thị Lan" not in browser.get("/nguoi-dung/lien-ket").content.decode()
    assert browser.post("/nguoi-dung/lien-ket", {"links": [link.pk]}).status_code == 400
    with pytest.raises(AccountsError):
        actions.hand_out(by=people.signed_in_actor(people.dung()), links=[link])
    link.refresh_from_db()
    assert link.is_prepared


def test_a_wrong_person_is_told_at_the_cell(an):
    run = started(
        an,
        PEOPLE,
        row(role="Thuyền trưởng"),
        row(role="Cán bộ theo ngành và địa bàn"),
        row(sectors="Y tế"),
        row(territories="Xã Đạ Tẻh"),
    )
    assert wrong_keys(run) == ["role", "role", "sectors", "territories"]


def test_an_agency_invites_within_the_reach_of_whoever_sends_the_sheet():
    """And gives no role with a right that it lacks: names of persons are no gift of the standing agency."""
    binh = people.signed_in_actor(people.binh())
    people.shipped("can-bo")
    place = {"territories": "xã đạ tẻh; 24846", "sectors": "Y tế"}
    run = started(
        binh,
        PEOPLE,
        row(role="Cơ quan thường trực", **place),
        row(role="Cán bộ theo ngành và địa bàn"),
    )
    assert (run.good, wrong_keys(run)) == (1, ["role"])
    run = written(binh, PEOPLE, row(role="Cơ quan thường trực", **place))
    assert run.created == 1
    link = OneTimeLink.objects.get()
    assert (link.territories, link.sectors) == (["24846", "25126"], ["y-te"])


def test_an_import_is_undone_but_for_who_is_in_already(an):
    run = written(an, PEOPLE, row(), row("K'Brểu"))
    ((_, secret),) = actions.hand_out(by=an, links=queries.invitations_called(an, ["K'Brểu"]))
    actions.accept_invitation(secret=secret, username="kbreu", password="một câu dài dễ nhớ")
    run = taken_back(an, run)
    assert (run.taken_back, said(run)) == (
        1, ["Người này đã vào bằng liên kết. Gỡ vai trò ở trang Người dùng."],
    )  # fmt: skip
    assert queries.invitations(an) == []
    assert Assignment.objects.filter(person__username="kbreu", valid_until__isnull=True).exists()
    verbs = set(
        JournalEntry.objects.filter(verb__startswith="link.").values_list("verb", flat=True)
    )
    assert verbs == {"link.prepared", "link.made", "link.withdrawn"}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_make_one_link_at_once_the_later_one_counts(an):
    written(an, PEOPLE, row())
    links = queries.invitations(an)

    def made(_number):
        try:
            return [secret for _link, secret in actions.hand_out(by=an, links=links)]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        secrets = sorted(one for some in pool.map(made, range(2)) for one in some)
    opened = [one for one in secrets if queries.open_link(one, account_rules.INVITATION)]
    assert len(secrets) == 2
    assert len(opened) == 1


def test_a_batch_costs_the_same_number_of_questions_whatever_its_size(
    an, django_assert_max_num_queries
):
    told = {"role": "nhan-vien", "territories": None, "sectors": None}
    given = [Given(number, told | {"for_whom": f"Lan {number}"}) for number in range(60)]
    with django_assert_max_num_queries(4):
        assert PEOPLE.check(an, given) == {}
