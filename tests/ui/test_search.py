"""Search over folded words: finds what is written, on both databases alike; a slow scan is the oracle."""

import pytest
from django.db import connection, models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from txng.ui import collation, search
from txng.ui.fold import words
from txng.ui.paging import Keyset


class Stall(models.Model):
    """A register of the tests: what a room declares."""

    name = models.CharField(max_length=200)
    name_key = models.BinaryField(max_length=collation.LONGEST_KEY)

    class Meta:
        app_label = "ui"
        managed = False

    def __str__(self):
        return self.name


class StallWord(search.Word):
    of = models.ForeignKey(Stall, models.CASCADE, related_name="words", db_index=False)

    class Meta(search.Word.Meta):
        app_label = "ui"
        managed = False
        indexes = search.indexes("stallword")
        constraints = search.constraints("stallword")


@pytest.fixture
def stalls(transactional_db):
    Stall._meta.managed = StallWord._meta.managed = True
    with connection.schema_editor() as editor:
        editor.create_model(Stall)
        editor.create_model(StallWord)
    yield Stall
    with connection.schema_editor() as editor:
        editor.delete_model(StallWord)
        editor.delete_model(Stall)
    Stall._meta.managed = StallWord._meta.managed = False


def add(*names, codes=()):
    made = [Stall.objects.create(name=name, name_key=collation.sort_key(name)) for name in names]
    wanted = {one.pk: search.index_words(texts=[one.name], codes=codes) for one in made}
    search.keep(StallWord, wanted)
    return made


def found(text, **kwargs):
    rows = search.matching(Stall.objects.all(), StallWord, text, **kwargs).rows
    return set(rows.values_list("name", flat=True))


def test_words_are_found_without_marks_in_any_order_and_by_their_beginning(stalls):
    add("HTX cà phê Đạ Tẻh", "Vựa chè Cầu Đất", "Đại lý cà phê Đà Lạt")
    assert found("da teh") == {"HTX cà phê Đạ Tẻh"}
    assert found("TẺH đạ") == {"HTX cà phê Đạ Tẻh"}
    assert found("phe ca") == {"HTX cà phê Đạ Tẻh", "Đại lý cà phê Đà Lạt"}
    assert found("ph la") == {"Đại lý cà phê Đà Lạt"}
    assert found("che phe") == set()
    assert found(" – ?") == {"HTX cà phê Đạ Tẻh", "Vựa chè Cầu Đất", "Đại lý cà phê Đà Lạt"}


@pytest.mark.parametrize(
    "typed",
    [
        "08938505974019",
        "8938505974019",
        "893850597401",  # without its check digit
        "0893850597401",
        "8938 5059 7401 9",
        "893-8505-97401-9",
        "trà 8938505974019",
    ],
)
def test_a_gtin_is_found_however_it_is_written(stalls, typed):
    add("Trà ô long", codes=["08938505974019"])
    add("Cà phê", codes=["08938505974026"])
    assert found(typed) == {"Trà ô long"}


def test_a_tax_code_of_a_branch_is_found_by_the_whole_and_by_its_firm(stalls):
    add("Chi nhánh", codes=["0101243150-001"])
    assert found("0101243150") == found("101243150") == found("0101243150-001") == {"Chi nhánh"}
    assert found("0101243150-002") == set()


def test_small_numbers_stay_apart(stalls):
    add("Tổ 12 lô 2025")
    assert found("12 2025") == {"Tổ 12 lô 2025"}


def test_an_old_name_leads_to_what_the_register_says_now(stalls):
    add("Phường Lang Biang - Đà Lạt", "Xã Đạ Tẻh")
    now = models.Q(name__startswith="Phường Lang Biang")
    assert found("thi tran lac duong", also=now) == {"Phường Lang Biang - Đà Lạt"}


def test_a_record_that_changes_its_name_is_found_by_the_new_one_only(stalls):
    (one,) = add("Vựa chè Cầu Đất")
    search.keep(StallWord, {one.pk: search.index_words(texts=["Vựa cà phê"])})
    assert found("che") == set()
    assert found("ca vua") == {"Vựa chè Cầu Đất"}
    assert StallWord.objects.filter(of=one).count() == 3


def test_keeping_the_same_words_writes_nothing(stalls, django_assert_num_queries):
    (one,) = add("Vựa chè Cầu Đất")
    with django_assert_num_queries(1):
        search.keep(StallWord, {one.pk: search.index_words(texts=["Vựa chè Cầu Đất"])})


def test_words_that_many_have_are_broad_however_they_are_gathered(stalls, monkeypatch):
    add(*(f"Xã {number}" for number in range(8)))
    for few, many in ((3, 100), (3, 4)):
        monkeypatch.setattr(search, "FEW", few)
        monkeypatch.setattr(search, "MANY", many)
        common = search.matching(Stall.objects.all(), StallWord, "xa")
        rare = search.matching(Stall.objects.all(), StallWord, "xa 5")
        assert (common.is_broad, rare.is_broad) == (True, False)
        assert common.rows.count() == 8
        assert found("xa 5") == {"Xã 5"}


def test_a_register_sorts_in_vietnamese_order_on_both_databases(stalls):
    add("Đơn Dương", "Di Linh", "Đức Trọng", "Đạ Tẻh", "Dran", "Ea", "đa")
    told = [row.name for row in Keyset(Stall, "name_key").part(Stall.objects.all(), 10).rows]
    assert told == ["Di Linh", "Dran", "đa", "Đạ Tẻh", "Đơn Dương", "Đức Trọng", "Ea"]


def test_a_page_of_binary_keys_goes_on_where_it_stopped(stalls):
    add(*(f"Đồi {number:02}" for number in range(7)))
    keyset, told, after = Keyset(Stall, "name_key"), [], ""
    while True:
        part = keyset.part(Stall.objects.all(), 3, after=after)
        told += [row.name for row in part.rows]
        if not (after := part.next):
            break
    assert told == [f"Đồi {number:02}" for number in range(7)]


SYLLABLES = ["cà", "phê", "chè", "Đạ", "Tẻh", "đạt", "7", "70", "b'lao"]
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NAMES, max_size=8, unique=True), NAMES, st.sampled_from([1, 3, 20_000]))
def test_it_finds_what_a_slow_reading_finds(stalls, monkeypatch, names, asked, many):
    monkeypatch.setattr(search, "MANY", many)
    Stall.objects.all().delete()
    add(*names)
    slow = {
        name
        for name in names
        if all(any(w.startswith(a) for w in words(name)) for a in search.asked_words(asked))
    }
    assert found(asked) == slow


@given(st.text(max_size=80))
def test_any_text_can_be_asked_and_kept(text):
    asked = search.asked_words(text)
    assert len(asked) <= search.MOST_ASKED
    kept = search.index_words(texts=[text], codes=[text])
    assert all(0 < len(word) <= search.LONGEST_WORD for word in kept)
    assert len(kept) <= search.MOST_WORDS
