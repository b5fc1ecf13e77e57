"""Two entries of one enterprise become one: prefixes, keys, own names, lots and labels go over."""

import pytest

from tests import people
from tests.barcodes import registers
from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry
from txng.barcodes.actions import lots, prefixes
from txng.barcodes.models import CompanyPrefix, LotQuota, OwnName
from txng.barcodes.queries import labels, ownership
from txng.barcodes.queries import prefixes as queries
from txng.parties.actions import merge_enterprises
from txng.parties.models import Enterprise

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice():
    """An's work, under an entry that is dropped; and the entry that is kept, which An's account comes to."""
    quota = registers.lot()
    batch = registers.issued(quota)
    own = prefixes.give_own_name(
        by=people.an(), enterprise=registers.ans(), code="lo-7", words="Lô 7"
    )
    dropped = registers.ans()
    kept = Enterprise.objects.get(pk=dropped.pk)
    kept.pk, kept.code, kept.organisation_id = None, "DV-000009-3", None
    kept.save()
    merge_enterprises(by=operator(), keep=kept, drop=dropped, reason="Ghi hai lần")
    kept.refresh_from_db()
    return kept, dropped, batch, own


def test_the_owner_of_the_kept_entry_works_with_all_of_it(twice):
    kept, _dropped, batch, own = twice
    an = people.an()
    assert {one.enterprise for one in queries.prefixes(an)} == {kept}
    (key,) = prefixes.allocate(by=an, digits=registers.PREFIX, kind="gtin", purposes=["Trà"])
    assert ownership.holds_gtin(kept, key.value)
    assert [gtin for gtin, _name in ownership.products(kept)][:1]
    joined = prefixes.join_to_gs1(by=an, name=own.name, gs1=f"(01){key.value}(10)L7")
    assert (joined.name, joined.enterprise) == (own.name, kept)  # an old name stays what it was
    assert [one.enterprise for one in labels.batches(an)] == [kept]
    registers.issued(labels.quota(an, batch.quota_id), 2)
    assert labels.batch(people.dung(), batch.pk) is None


def test_the_code_of_the_dropped_entry_leads_to_the_kept_one(twice):
    kept, dropped, _batch, _own = twice
    assert queries.enterprise(people.an(), dropped.code) == kept
    assert queries.enterprise(people.dung(), dropped.code) is None


def test_the_history_stays_with_what_it_is_of(twice):
    _kept, dropped, _batch, _own = twice
    lines = JournalEntry.objects.filter(subject_kind="barcodes.companyprefix").order_by("pk")
    assert lines.first().details["enterprise"] == dropped.code  # who held it on that day
    moved = JournalEntry.objects.get(verb="enterprise.merged").details["moved"]
    assert moved["barcodes.companyprefix"] == moved["barcodes.batch"] == 1


def test_what_was_begun_before_the_merge_is_written_for_the_kept_entry(twice):
    """Somebody had the page of the dropped entry open: nothing is written for one that is no more."""
    kept, dropped, _batch, _own = twice
    an = people.an()
    prefixes.hold_prefix(by=an, enterprise=dropped, digits="8936012")
    prefixes.give_own_name(by=an, enterprise=dropped, code="lo-8", words="Lô 8")
    quota = LotQuota.objects.get()  # its key belongs to the kept entry since
    lots.declare_lot(
        by=an,
        enterprise=dropped,
        gtin=quota.gtin,
        lot="L9",
        product_name="Cà phê",
        weight_kg=quota.weight_kg,
        content_g=quota.content_g,
    )
    for model in (CompanyPrefix, OwnName, LotQuota):
        assert {one.enterprise for one in model.objects.all()} == {kept}
