"""Certificates from a workbook: each row as the page would take it, and undone again."""

from decimal import Decimal

import pytest

from tests import people
from tests.certification import makers
from tests.products import makers as products
from txng.certification import importing
from txng.certification.actions import ending
from txng.certification.models import Certificate
from txng.documents import imports
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Done, Given

pytestmark = pytest.mark.django_db


def rows(*changes):
    row = {
        "number": "VG-1", "scheme": "vietgap", "holder": makers.holder().code, "issued_on": makers.days(-5),
        "valid_from": makers.days(-5), "valid_until": None, "group": products.COFFEE, "products": None,
        "sites": None, "volume_kg_year": Decimal(100), "note": None,
    }  # fmt: skip
    return [Given(number, row | change) for number, change in enumerate(changes, start=2)]


@pytest.fixture
def lan():
    makers.body()
    return makers.lan()


def test_new_rows_are_issued_and_the_same_again_change_nothing(lan):
    given = rows({}, {"number": "VG-2", "group": None, "scheme": "iso-22000"})
    assert list(importing.check(lan, given)) == [3]  # the accreditation has some groups only
    given = rows({}, {"number": "VG-2"})
    assert importing.check(lan, given) == {}
    assert not Certificate.objects.exists()  # checking writes nothing
    assert [one.outcome for one in importing.apply(lan, given)] == ["created", "created"]
    assert [one.outcome for one in importing.apply(lan, given)] == ["unchanged", "unchanged"]
    assert Certificate.objects.count() == 2


def test_each_row_says_what_is_wrong_at_its_cell(lan):
    importing.apply(lan, rows({}))
    given = rows(
        {"holder": "0000000000"},
        {"valid_from": makers.days(-4)},
        {"number": "X", "group": None},
        {"number": "X", "group": products.RICE + "khong-co/"},
        {"number": "X", "products": ("8935003450014",)},
        {"number": "X", "valid_until": makers.days(-9)},
    )
    found = {n: [one.key for one in several] for n, several in importing.check(lan, given).items()}
    assert found == {
        2: ["holder"], 3: ["number"], 4: ["products"], 5: ["group"], 6: ["products"], 7: ["valid_until"],
    }  # fmt: skip
    with pytest.raises(RowRefusedError):
        importing.apply(lan, given[:1])


def test_undoing_strikes_what_nothing_happened_to(lan):
    given = rows({}, {"number": "VG-2"})
    applied = importing.apply(lan, given)
    second = Certificate.objects.get(number="VG-2")
    ending.suspend_certificate(by=lan, certificate=second, reason="Chờ")
    done = [Done(one.number, one.values, told) for one, told in zip(given, applied, strict=True)]
    first, kept = importing.undo(lan, done)
    assert first == ""
    assert "nên giữ nguyên" in kept
    assert Certificate.objects.get(number="VG-1").state == "struck"
    assert importing.check(lan, rows({})) == {}  # the number is free again


def test_whoever_issues_nothing_has_no_such_import():
    codes = {one.code for one in imports.importers_for(people.an())}
    assert "chung-nhan" not in codes
    assert "chung-nhan" in {one.code for one in imports.importers_for(makers.lan())}
