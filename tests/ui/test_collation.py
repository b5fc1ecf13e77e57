"""Vietnamese order as bytes, the same on both databases; PostgreSQL's own order is the oracle."""

import unicodedata
from itertools import pairwise

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Value
from django.db.models.functions import Collate
from hypothesis import given
from hypothesis import strategies as st

from txng.accounts.models import Organisation
from txng.parties.administrative_units import communes
from txng.ui.collation import CHARACTERS, LETTERS, LONGEST_KEY, SIGNS, sort_key

LETTER = st.sampled_from(sorted(set(LETTERS + "áàảãạắặấậéệìịỏọốộớợủụứựỳỵđ") | set(SIGNS) - {"`"}))
NAMES = st.text(LETTER, max_size=12)


def test_letters_come_before_tones_and_tones_before_capitals():
    names = ["an", "An", "ăn", "ân", "ba", "bà", "Bà", "bả", "bã", "bá", "bạ", "bà con", "đa", "e"]
    assert sorted(names, key=sort_key) == names


def test_a_name_comes_before_the_longer_name_that_begins_with_it():
    assert sort_key("Hà") < sort_key("Hà An") < sort_key("Hàm")


def test_composed_and_decomposed_have_one_place():
    for unit in communes():
        assert sort_key(unit.name) == sort_key(unicodedata.normalize("NFD", unit.name))


def test_a_key_is_never_longer_than_its_column():
    for letter in ("a", "Ạ", "漢", "𝕏"):
        assert len(sort_key(letter * 500)) <= LONGEST_KEY
    assert sort_key("a" * CHARACTERS) == sort_key("a" * (CHARACTERS + 1))


def test_other_scripts_come_after_ours():
    assert sort_key("z") < sort_key("咖啡")
    assert sort_key("z") < sort_key("Яблоко")


@given(st.text(max_size=40))
def test_every_text_has_a_key(text):
    assert (sort_key(text) == b"") == (text.split() == [])


def icu_sorted(names):
    """As the ICU collation of PostgreSQL puts them; skipped where there is none."""
    Organisation.objects.bulk_create(
        Organisation(name=f"{n:04}", kind="enterprise", code=f"o{n}") for n in range(len(names))
    )
    by_name = {f"{n:04}": name for n, name in enumerate(names)}
    try:
        with transaction.atomic():
            told = Organisation.objects.order_by(Collate(Value("a"), "vi-x-icu")).first()
    except DatabaseError:
        pytest.skip("this server has no ICU")
    assert told is not None
    for row in Organisation.objects.all():
        row.name = by_name[row.name] or " "
        row.save(update_fields=["name"])
    return list(
        Organisation.objects.order_by(Collate("name", "vi-x-icu")).values_list("name", flat=True)
    )


@pytest.mark.django_db
def test_the_order_is_that_of_icu(engine):
    if engine != "postgresql":
        pytest.skip("SQLite has no Vietnamese order: that is why there is a key")
    names = sorted(
        {unit.name for unit in communes()}
        | {name for unit in communes() for name in unit.merged_from}
        | {"An Bình", "an bình", "Ân Bình", "Ăn", "Đ", "D", "d", "đ", "Công ty A-B", "Công ty A B"}
        | {"Tổ 2", "Tổ 10", "A.B", "A,B", "A (B)", "A/B", "A&B", "Öl", "Ol", "Z", "z", "_a", "~a"}
    )
    ours = [sort_key(name) for name in icu_sorted(names)]
    wrong = [(a, b) for a, b in pairwise(ours) if a > b]
    assert wrong == []


@given(NAMES, NAMES, NAMES)
def test_it_is_an_order(one, two, three):
    a, b, c = sorted([one, two, three], key=sort_key)
    assert sort_key(a) <= sort_key(b) <= sort_key(c)
    assert (sort_key(one) < sort_key(two)) == (sort_key(two) > sort_key(one))
