"""Certificates from a workbook: each row as the page would take it, and undone again."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import people
from tests.certification import makers
from tests.parties import register
from tests.products import makers as products
from txng.certification import importing
from txng.certification.actions import ending
from txng.certification.models import Certificate
from txng.certification.queries import scopes
from txng.documents import imports
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Done, Given
from txng.parties.models import Membership

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


def members_with_plots(count):
    """Of the cooperative that the certificates are for."""
    group = makers.holder()
    for number in range(count):
        one = register.household(f"Hộ {number} (hư cấu)")
        Membership.objects.create(group=group, member=one)
        yield one, register.plot(one)


def test_many_certificates_are_checked_with_as_many_queries_as_a_few(lan):
    plots = [plot.code for _one, plot in members_with_plots(9)]
    item = products.trade_item(people.an())
    told = [
        {"number": f"VG-{number}", "group": None, "products": (item.own_code,), "sites": (code,)}
        for number, code in enumerate(plots)
    ]
    given = rows(*told)

    def queries_for(count):
        with CaptureQueriesContext(connection) as seen:
            assert importing.check(lan, given[:count]) == {}
        return len(seen)

    assert queries_for(9) == queries_for(2) <= 15


def test_a_place_of_another_holder_is_refused_whoever_else_is_in_the_sheet(lan):
    (_one, plot), *_others = members_with_plots(2)
    stranger = register.household("Người dưng (hư cấu)")
    foreign = register.plot(stranger)
    given = rows(
        {"sites": (plot.code,)},
        {"number": "VG-2", "sites": (foreign.code,)},
        {"number": "VG-3", "sites": (foreign.code,), "holder": stranger.code},
    )
    found = importing.check(lan, given)
    assert {number: one.key for number, (one,) in found.items()} == {3: "sites"}


def test_a_number_that_an_earlier_row_took_is_known_to_the_rows_behind_it(lan):
    given = rows({"number": "VG-7"}, {"number": "vg 7"})
    assert [one.outcome for one in importing.apply(lan, given)] == ["created", "unchanged"]


def test_holders_asked_together_are_those_asked_alone(lan):
    holder = makers.holder()
    taxed = register.party(tax_code="0100233488")
    merged = register.party("Trùng (hư cấu)")
    merged.merged_into = taxed
    merged.save()
    texts = [
        holder.code, taxed.code, taxed.code.lower().replace("-", " "), "0100233488", "01 0023 3488",
        merged.code, "", "DV-000099-0", "DV",
    ]  # fmt: skip
    for actor in (lan, people.an()):
        alone = {text: scopes.holder_by_code(actor, text) for text in texts}
        told = scopes.holders_by_codes(actor, texts)
        assert told == {text: one for text, one in alone.items() if one is not None}
    assert len(scopes.holders_by_codes(lan, texts)) == 5
