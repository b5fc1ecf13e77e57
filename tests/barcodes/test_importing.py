"""Company prefixes from a sheet: written, paid, taken back; strangers and overlaps are told."""

import pytest

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
