"""Company prefixes from a sheet: written, paid, taken back; strangers and overlaps are told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import people
from tests.barcodes import registers
from tests.parties.test_importing import (  # noqa: F401 - `files` is a fixture
    files,
    said,
    started,
    taken_back,
    written,
    wrong_keys,
)
from txng.accounts.models import JournalEntry
from txng.barcodes.actions import prefixes as actions
from txng.barcodes.importing import PREFIXES
from txng.barcodes.models import CompanyPrefix
from txng.barcodes.queries import prefixes as queries
from txng.barcodes.rules import KEEP_PREFIXES
from txng.documents.imports import Given

pytestmark = pytest.mark.django_db


@pytest.fixture
def an():
    registers.enterprise(people.an())
    return people.signed_in_actor(people.an())


def row(digits="893500345", **more):
    return {"digits": digits, "paid_until": 2025} | more


def test_prefixes_go_in_a_later_year_is_paid_and_the_same_sheet_changes_nothing(an):
    run = written(an, PREFIXES, row(), row("8936012"))
    assert (run.created, run.wrong) == (2, 0)
    assert written(an, PREFIXES, row()).unchanged == 1
    later = written(an, PREFIXES, row(paid_until=2026))
    assert (later.updated, CompanyPrefix.objects.get(digits="893500345").paid_until) == (1, 2026)
    taken_back(an, later)
    assert CompanyPrefix.objects.get(digits="893500345").paid_until == 2025
    run = taken_back(an, run)
    assert (run.taken_back, CompanyPrefix.objects.count()) == (2, 0)
    assert JournalEntry.objects.filter(verb="prefix.withdrawn").count() == 2


def test_a_prefix_that_gave_a_key_since_stays(an):
    run = written(an, PREFIXES, row())
    actions.allocate(by=an, digits="893500345", kind="gtin", purposes=["Cà phê"])
    run = taken_back(an, run)
    assert (run.kept, said(run)) == (1, ["Mã 893500345 đã được dùng sau lần nhập, nên giữ lại."])


def test_a_wrong_prefix_is_told_at_its_cell(an):
    dungs = registers.dungs()
    actions.hold_prefix(by=people.dung(), enterprise=dungs, digits="8936012")
    written(an, PREFIXES, row(certificate="GCN-1"))
    run = started(
        an,
        PREFIXES,
        row("12"),
        row("4006381"),
        row("89360121"),
        row("8936013", enterprise=dungs.code),
        row(certificate="GCN-2"),
        row("8936014", paid_until=2099),
    )
    assert wrong_keys(run) == [
        "digits",
        "digits",
        "digits",
        "enterprise",
        "certificate",
        "paid_until",
    ]
    assert "Dũng" not in str([one.problems for one in run.rows.all()])


def test_many_prefixes_are_checked_with_as_many_queries_as_a_few(an):
    code = registers.ans().code
    empty = dict.fromkeys(("is_foreign", "certificate", "granted_on", "enterprise"))
    rows = [
        Given(number, empty | row(f"8935{number:05}", enterprise=(code, None)[number % 2]))
        for number in range(12)
    ]
    actions.hold_prefix(by=an, enterprise=registers.ans(), digits="893500001")

    def queries_for(count):
        with CaptureQueriesContext(connection) as seen:
            assert PREFIXES.check(an, rows[:count]) == {}
        return len(seen)

    assert queries_for(12) == queries_for(2) <= 5


def test_prefixes_and_enterprises_asked_together_are_those_asked_alone(an):
    own, dungs = registers.ans(), registers.dungs()
    for digits in ("8936012", "893500345", "8935003461", "893500346201"):
        actions.hold_prefix(by=an, enterprise=own, digits=digits)
    asked = [
        "8936012", "893601", "89360121", "893601299999", "8936013", "89350034", "893500345",
        "8935003460", "893500346", "8935003462019", "12", "", "893500%", "abc",
    ]  # fmt: skip
    alone = {one: queries.overlapping(one) for one in asked if 7 <= len(one) <= 12}
    known = {one: prefix for one, prefix in alone.items() if prefix is not None}
    assert queries.overlapping_among(asked) == known
    assert set(known) >= {"8936012", "89360121", "893601299999", "89350034", "893500346"}
    texts = [own.code, own.code.lower(), dungs.code, "", "DV-000099-0"]
    for actor in (an, people.dung(), people.binh()):
        one_by_one = {text: queries.enterprise_called(actor, text, KEEP_PREFIXES) for text in texts}
        told = queries.enterprises_called(actor, texts, KEEP_PREFIXES)
        assert told == {text: one for text, one in one_by_one.items() if one is not None}
