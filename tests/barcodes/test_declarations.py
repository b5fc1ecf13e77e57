"""What this room hands to the repository is captured, and means what it should."""

import pytest
from django.utils import timezone

from tests import people
from tests.barcodes import registers
from tests.barcodes.test_lives import batch_of, label, moved, printed, scanned
from txng.barcodes import declarations
from txng.barcodes.actions import prefixes
from txng.repository.actions import capture
from txng.repository.connection import store
from txng.resolver import queries as resolver

pytestmark = pytest.mark.django_db


def live_batch():
    batch = batch_of(5)
    printed(batch)
    scanned(batch, 1, 2, 3)
    moved(batch, "activate", first=1, last=4)
    return batch


def test_labels_that_are_live_are_commissioned_in_the_repository():
    batch = live_batch()
    document = declarations.commissioning(batch, at=timezone.now())
    receipt = capture(by=people.an(), document=document)
    assert receipt.accepted == 1
    again = capture(by=people.an(), document=document)
    assert again.accepted == 0  # the same labels, said twice


def test_the_public_page_calls_a_commissioned_label_live_and_another_one_unknown():
    batch = live_batch()
    capture(by=people.an(), document=declarations.commissioning(batch, at=timezone.now()))
    stem = f"https://id.gs1.org/01/{batch.quota.gtin}/21/"
    alive = resolver.page_for(None, stem + label(batch, 1).serial)
    dead = resolver.page_for(None, stem + label(batch, 5).serial)
    assert alive is not None
    assert alive.verdict.state in ("issued", "incomplete")
    assert dead is None or dead.verdict.state in ("unknown", "inactive")


def test_a_joined_own_name_is_an_alias_in_the_repository():
    own = prefixes.give_own_name(
        by=people.an(), enterprise=registers.ans(), code="lo-7", words="Lô 7 trước khi có GTIN"
    )
    assert declarations.alias(own) is None
    gtin = registers.product()
    own = prefixes.join_to_gs1(by=people.an(), name=own.name, gs1=f"(01){gtin}(10)L7")
    capture(by=people.an(), document=declarations.alias(own))
    rows = store().driver.rows("SELECT own, thing FROM alias")
    assert [tuple(row) for row in rows] == [(own.name, f"https://id.gs1.org/01/{gtin}/10/L7")]
