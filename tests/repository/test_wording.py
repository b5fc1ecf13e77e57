"""Every rule, reason, account and role is said in a whole sentence, in both languages."""

import re
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation

from txng.repository.wording import completeness as missing_words
from txng.repository.wording import findings as words
from txng.repository.wording import ledgers
from txng.repository.wording.names import Names, figure
from txng.trace import profile as profiles
from txng.trace.amounts import Amount
from txng.trace.completeness import Completeness, ItemResult, PrincipleResult, Status
from txng.trace.findings import (
    REASONS,
    RULES,
    Basis,
    Finding,
    Ground,
    Range,
    Reason,
    Severity,
    Verdict,
)
from txng.trace.movements import WHERE_GOODS_ARE, Account, Kind, Why

GTIN = "https://id.gs1.org/01/09506000134352"
LOT, SERIAL = f"{GTIN}/10/L1", f"{GTIN}/21/S1"
BOX = "https://id.gs1.org/00/095060000000000015"
PLOT = "https://id.gs1.org/414/9521007000011"
CERTIFICATE = "urn:example:certificate:VG-7"
MASTER = {
    GTIN: {
        "urn:epcglobal:cbv:mda:descriptionShort": "Cà phê rang",
        "urn:txng:voc:descriptionShortEn": "Roasted coffee",
    },
    PLOT: {"urn:epcglobal:cbv:mda:name": "Hộ trồng LD-0001"},
    CERTIFICATE: {"urn:txng:voc:scheme": "VietGAP"},
}
KG = Amount(Fraction("1234.5"), "KGM")
BASIS = Basis(
    "x", "Rang", "Roasting", Ground.SOURCE, "nguồn", "the source", date(2020, 1, 1), None, "*"
)
VALUES: dict[str, Any] = {
    **dict.fromkeys(
        "inputs outputs received shipped made appeared on_hand sold moved covered used declared per_hectare"
        " limit_per_hectare certified_in certified_out opening closing lost counted".split(),
        KG,
    ),
    "area": Amount(Fraction("1.63"), "HAR"),
    "ratio": Fraction("1.31"),
    "hours": Fraction(3),
    "process": "roasting",
    "count": 2,
    "days": 50,
    "since": datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    "first": datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    "last": datetime(2026, 1, 2, 4, 4, tzinfo=UTC),
    "from": date(2025, 1, 1),
    "until": date(2025, 12, 31),
    "day": date(2026, 2, 1),
    "by": "Chi",
    "reason": "",
    "recalled": LOT,
    "places": (PLOT,),
    "plot": PLOT,
    "product": GTIN,
    "scheme": "VietGAP",
    "certificate": CERTIFICATE,
}
HOLE = re.compile(r"%\(|%[sd]|\bNone\b|Fraction|Amount\(")
ENGLISH = re.compile(r"\b(the|was|of|is)\b")


def names() -> Names:
    return Names(lambda ids: {one: MASTER[one] for one in ids if one in MASTER})


def finding(rule: str, verdict: Verdict, **more: Any) -> Finding:
    because = (Reason("quantity_not_told", LOT),) if verdict is Verdict.UNKNOWN else ()
    told = {
        "subject": LOT,
        "values": VALUES,
        "expected": Range(Fraction("0.7"), Fraction("0.9")),
        "got": KG,
        "basis": BASIS,
        "because": because,
    }
    return Finding(rule=rule, verdict=verdict, **(told | more))


@pytest.fixture(params=["vi", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


# --- findings ------------------------------------------------------------------------------------


def test_every_rule_can_be_broken_in_words():
    broken = {rule for rule, verdict in words.SENTENCES if verdict is Verdict.BROKEN}
    assert broken == set(RULES)


@pytest.mark.parametrize("key", words.SENTENCES, ids=lambda key: f"{key[0]} {key[1]}")
def test_a_finding_is_a_whole_sentence(key, language):
    told = words.sentence(finding(*key), names())
    assert not HOLE.search(told), told
    assert told.endswith(".")
    assert told[0].isupper()
    assert bool(ENGLISH.search(told)) == (language == "en") or language == "en", told


def test_a_rule_tells_its_figures(language):
    told = words.sentence(finding("process.yield", Verdict.BROKEN), names())
    vi = "Rang (2 lần): từ 1.234,5 kg làm ra 1.234,5 kg, bằng 131 % đầu vào; nhiều nhất có thể là"
    en = "Roasting (2 times): 1,234.5 kg came out of 1,234.5 kg, 131 % of what went in; at most"
    assert told == {"vi": f"{vi} 90 %.", "en": f"{en} 90 % is possible."}[language]


def test_a_lower_bound_does_not_pretend_to_be_a_ratio(language):
    values = {name: value for name, value in VALUES.items() if name != "ratio"}
    told = words.sentence(finding("process.yield", Verdict.BROKEN, values=values), names())
    assert "131" not in told
    assert "90 %" in told


def test_nothing_shipped_is_said_apart_from_too_little_shipped():
    values = VALUES | {"shipped": Amount(Fraction(0), "KGM")}
    none = words.sentence(finding("lot.broken_step", Verdict.BROKEN, values=values), names())
    some = words.sentence(finding("lot.broken_step", Verdict.BROKEN), names())
    assert "không ai khai đã gửi" in none
    assert "chỉ có 1.234,5 kg" in some


def test_a_recall_gives_its_reason():
    told = words.sentence(
        finding("lot.recalled", Verdict.BROKEN, values=VALUES | {"reason": "Dư lượng"}), names()
    )
    assert told.endswith("Lý do: Dư lượng")


def test_boxes_with_one_finding_are_counted():
    told = words.sentence(
        finding(
            "lot.received_before_shipped", Verdict.BROKEN, subject=BOX, values=VALUES | {"more": 2}
        ),
        names(),
    )
    assert told.startswith("kiện 095060000000000015 và 2 kiện khác:")


@pytest.mark.parametrize("ends", [("from",), ("until",), ()])
@pytest.mark.parametrize("verdict", [Verdict.BROKEN, Verdict.HOLDS])
def test_a_certificate_may_have_one_end_or_none(ends, verdict, language):
    values = {name: VALUES[name] for name in ("certificate", "day", *ends)}
    told = words.sentence(finding("certificate.validity", verdict, values=values), names())
    assert not HOLE.search(told)
    assert told.startswith("VietGAP VG-7:")


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_is_said(reason, language):
    told = words.why(
        finding("process.yield", Verdict.UNKNOWN, because=(Reason(reason, PLOT),)), names()
    )
    assert told
    assert not HOLE.search(told)


def test_reasons_severities_and_grounds_are_those_that_there_are():
    assert set(words.REASONS) == REASONS
    assert set(words.SEVERITIES) == set(Severity)
    assert set(words.GROUNDS) == set(Ground)


def test_labels_tell_how_grave_it_is(language):
    told = [
        words.label(finding("process.yield", verdict))
        for verdict in (Verdict.BROKEN, Verdict.UNKNOWN, Verdict.HOLDS)
    ]
    assert (
        told
        == {
            "vi": ["BÁO ĐỘNG", "CHƯA RÕ", "KHỚP"],
            "en": ["ALARM", "UNKNOWN", "HOLDS"],
        }[language]
    )


def test_the_basis_and_the_law_are_in_the_readers_language(language):
    one = finding("process.yield", Verdict.BROKEN)
    assert {"vi": "nguồn", "en": "the source"}[language] in words.basis(one)
    assert {"vi": "Nghị định 37/2026", "en": "Decree 37/2026"}[language] in words.legal(one)
    assert words.basis(finding("lot.overdrawn", Verdict.HOLDS, basis=None)) == ""
    assert words.legal(finding("lot.recalled", Verdict.BROKEN)) == ""


def test_everything_that_a_sentence_names_is_asked_for_at_once():
    asked = []

    def vocabulary(ids):
        asked.append(set(ids))
        return {one: MASTER[one] for one in ids if one in MASTER}

    called = Names(vocabulary)
    listed = [finding(*key) for key in words.SENTENCES]
    called.learn(words.mentioned(listed))
    for one in listed:
        words.sentence(one, called)
    assert len(asked) == 1


# --- names ---------------------------------------------------------------------------------------


def test_things_go_by_what_their_parties_call_them(language):
    called = names()
    product = {"vi": "Cà phê rang", "en": "Roasted coffee"}[language]
    word = {"vi": ("lô", "sê-ri", "kiện"), "en": ("lot", "serial", "box")}[language]
    assert called.thing(LOT) == f"{product}, {word[0]} L1"
    assert called.thing(SERIAL) == f"{product}, {word[1]} S1"
    assert called.thing(BOX) == f"{word[2]} 095060000000000015"
    assert called.place(PLOT) == "Hộ trồng LD-0001"
    assert called.certificate(CERTIFICATE) == "VietGAP VG-7"


def test_what_nobody_described_goes_by_its_code():
    called = Names(lambda ids: {})
    assert called.thing(LOT) == "01/09506000134352, lô L1"
    assert called.place("urn:example:place:7") == "urn:example:place:7"
    assert called.certificate("VietGAP, số 7") == "VietGAP, số 7"
    assert called.thing("no code") == "no code"


def test_hostile_master_data_do_not_break_a_sentence():
    master = {GTIN: {"urn:epcglobal:cbv:mda:descriptionShort": {"a": 1}}, PLOT: {"x": None}}
    called = Names(lambda ids: {one: master[one] for one in ids if one in master})
    assert called.product(GTIN) == "01/09506000134352"
    percent = {GTIN: {"urn:epcglobal:cbv:mda:descriptionShort": "100 %(s) cà phê %s"}}
    called = Names(lambda ids: {one: percent[one] for one in ids if one in percent})
    told = words.sentence(finding("lot.overdrawn", Verdict.HOLDS), called)
    assert told.startswith("100 %(s) cà phê %s, lô L1")


def test_numbers_are_written_as_people_write_them(language):
    expected = {"vi": ("1.234.567,9", "0,5", "3"), "en": ("1,234,567.9", "0.5", "3")}[language]
    assert (figure(Fraction("1234567.89"), 1), figure(0.5, 2), figure(3.0, 1)) == expected


def test_an_unknown_amount_is_said_and_never_nought(language):
    told = names().amount(Amount(None, "KGM"))
    assert told == {"vi": "một lượng chưa rõ", "en": "an unknown amount"}[language]


# --- ledgers, completeness -----------------------------------------------------------------------


def test_every_account_and_every_why_has_words():
    assert set(ledgers.ACCOUNTS) | {Kind.HELD} == set(Kind)
    assert set(ledgers.WHYS) == set(Why)
    for kind in Kind:
        holder = PLOT if kind in WHERE_GOODS_ARE else ""
        assert ledgers.account(Account(kind, holder, BOX if holder else ""), names())


def test_every_item_role_step_and_profile_is_said_in_both_languages(language):
    for profile in profiles.shipped().values():
        assert missing_words.name(profile)
        for item in profile.items:
            result = ItemResult(item, Status.PARTLY, 2, 5, ("An", "Bình", "Chi", "Dũng"))
            told = missing_words.missing(result)
            assert not HOLE.search(told)
            assert "(+1)" in told
        for step in profile.steps:
            assert missing_words.name(step) in missing_words.missing_step(step)


def test_a_headline_tells_how_many_of_ten(language):
    profile = profiles.shipped()["circular-02-2024"]
    told = {1: Status.TOLD, 2: Status.MISSING, 9: Status.NOT_DUE}
    items = tuple(
        ItemResult(
            item, status := told.get(item.number, Status.TOLD), int(status is Status.TOLD), 1
        )
        for item in profile.items
    )
    headline = missing_words.headline(Completeness(LOT, profile, items, ()))
    expected = {
        "vi": "có 8 trên 10 (89 %); 1 mục chỉ cần nếu có",
        "en": "8 of 10 told (89 %); 1 only due",
    }
    assert expected[language] in headline


def test_a_principle_names_what_hurts_it(language):
    profile = profiles.shipped()["circular-02-2024"]
    hurt = ItemResult(profile.items[1], Status.MISSING, 0, 1)
    told = missing_words.principle(PrincipleResult(profile.principles[2], 87.5, (hurt,)))
    assert {"vi": "Minh bạch: 88 %; thiếu: Hình ảnh", "en": "Transparency: 88 %; missing: Picture"}[
        language
    ] in told
    assert missing_words.principle(PrincipleResult(profile.principles[2], None, ()))
