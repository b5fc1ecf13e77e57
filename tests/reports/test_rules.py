"""Chips, numbers without a source, packed rows and differences: plain rules."""

import pytest

from txng.reports.rules import chips, diffs, numbers, outline, packing, texts


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2026, giai đoạn 2021-2025.",
        "Quyết định số 100/QĐ-TTg ngày 19/01/2019; Luật 78/2025/QH15; Nghị định 37/2026/NĐ-CP.",
        "1. Mục một\n2.1 Mục hai\n3) Mục ba\n- TCVN 13167:2025, ISO 22000, GS1, EPCIS 2.0",
        "Theo khoản 2 Điều 32, Phụ lục 3, PL.1 và II.6.a, ngày 14 tháng 12, quý 3, tháng 10/2026.",
        "{{enterprises.registered xa=24846}} cơ sở",
    ],
)
def test_numbers_that_need_no_source(text):
    assert numbers.unsourced(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Có 214 cơ sở.", ["214"]),
        ("Tăng 12,5% so với 1.234 cơ sở của năm 2025.", ["12,5", "1.234"]),
        ("Năm 2026 có 2.026 cơ sở và 20260 lô.", ["2.026", "20260"]),
        ("Hỗ trợ 3 xã, 15 triệu đồng", ["3", "15"]),
        ("20% số cơ sở", ["20"]),
    ],
)
def test_numbers_that_need_one(text, found):
    assert [one.number for one in numbers.unsourced(text)] == found


def test_the_sentence_of_a_number_is_its_own():
    text = "Câu một. Câu hai có 5 lô! Câu ba\ncó 6 lô"
    assert [(one.sentence, one.line) for one in numbers.unsourced(text)] == [
        ("Câu hai có 5 lô!", 1),
        ("có 6 lô", 2),
    ]


def test_a_wrong_chip_is_told_with_its_line():
    text = "{{a.b}}\n{{A B}} {{a.b mau=do}}\n}} {{c.d}}"
    found = chips.problems(text, {"a.b"})
    assert [(one.kind, one.line) for one in found] == [
        ("code", 2), ("narrowing", 2), ("code", 3), ("brace", 3),
    ]  # fmt: skip
    assert [chip.code for chip in chips.chips(text)] == ["a.b", "c.d"]


def test_a_chip_is_written_as_it_is_read():
    chip = chips.Chip("a.b", commune="24846", group="nong-san/ca-phe/")
    assert list(chips.chips(chip.written)) == [chip]


def test_rows_added_gone_and_changed_are_told_by_key():
    before = packing.Behind(
        (("a", "A", "", "", "1"), ("b", "B", "", "", "2")), {"sector": {"x": "1"}}
    )
    after = packing.Behind(
        (("b", "Tên mới", "", "", "3"), ("c", "C", "", "", "1")), {"sector": {"x": "2"}}
    )
    change = packing.compare(before, after)
    assert [row[0] for row in change.added] == ["c"]
    assert [row[0] for row in change.gone] == ["a"]
    assert [(old[4], new[4]) for old, new in change.changed] == [("2", "3")]
    assert change.splits == (("sector", "x", "1", "2"),)
    assert packing.digest("2", before) != packing.digest("2", after)


def test_two_counts_of_the_same_rows_have_one_digest_whatever_their_order_and_labels():
    one = packing.Behind((("a", "A", "", "", "1"), ("b", "B", "", "", "1")))
    two = packing.Behind((("b", "đổi tên", "/x", "", "1"), ("a", "A", "", "", "1")))
    assert packing.digest("2", one) == packing.digest("2", two)


def test_differences_join_to_both_texts():
    before, after = "Có {{a.b}} lô và 3 xã.", "Có {{a.c}} lô, 3 xã ở huyện cũ."
    told = diffs.words(before, after)
    assert "".join(words for step, words in told if step != "+") == before
    assert "".join(words for step, words in told if step != "-") == after


def test_a_text_is_paragraphs_and_points():
    assert [one.kind for one in texts.blocks("a\nb\n\n- c\n+ d\n\n\ne")] == [
        "para", "point", "point", "para",
    ]  # fmt: skip


def test_the_packaged_outline_is_whole():
    plan = outline.packaged()
    assert len(plan.sections) == 17
    assert len(plan.annexes) == 3
    assert [one.code for one in plan.sections if one.is_heading] == ["II"]
    assert all(one.hint for one in plan.sections if not one.is_heading)
    typed = [found for part in plan.sections for line in part.lines
             for found in numbers.unsourced(f"{line.text}\n{line.empty}")]  # fmt: skip
    assert typed == []
