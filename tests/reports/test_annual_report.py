"""The report of a year: made from the outline, filled from the registers, numbers kept with their rows."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from tests import people
from tests.reports import yearly
from txng.accounts.models import JournalEntry
from txng.programme import figures
from txng.reports import providers
from txng.reports.actions import annual, counting
from txng.reports.errors import FieldError, NotAllowedError, StaleError
from txng.reports.forms.annual import FactsForm
from txng.reports.models import AnnualReport, Section, Snapshot
from txng.reports.queries import annual as queries
from txng.reports.queries import checks, filling, paper
from txng.reports.rules import outline, packing
from txng.reports.rules import sections as rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def figures_of_tests():
    with yearly.registered():
        yield


def test_the_outline_has_ten_parts_and_seven_tasks_and_who_writes_each():
    one = yearly.made()
    rows = queries.sections(yearly.keeper(), one)
    top = [row.code for row in rows if row.level == 1]
    assert top == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
    tasks = [row for row in rows if row.level == 2]
    assert [row.clauses[0] for row in tasks] == [f"PL.{number}" for number in range(1, 8)]
    assert all(row.agencies for row in rows if not row.is_heading)
    assert rows[-1].title.startswith("X. Phương hướng năm 2027")
    assert (one.since, one.until) == yearly.USUAL


def test_every_figure_provider_and_agency_of_the_outline_is_known():
    plan = outline.packaged()
    people.seated(people.binh(), "so-khcn")
    known = {one.code for one in figures.everyone()}
    assert plan.codes() - known == set()
    asked = {name for part in plan.sections for name in part.providers}
    assert set(providers.SOURCES) <= asked
    named = {code for part in plan.sections for code in part.agencies}
    assert set(queries.short_names(None, named, date(2026, 12, 14))) == named
    for table in (*plan.annexes, *(one for part in plan.sections for one in part.tables)):
        assert any(table.by in figures.figure(code).split for code in table.figures), table.title


def test_a_year_has_one_report_and_begins_with_the_plan():
    yearly.made()
    with pytest.raises(FieldError, match="đã có"):
        yearly.made()
    with pytest.raises(FieldError, match="2019"):
        yearly.made(2018)
    assert JournalEntry.objects.filter(verb="report.created").count() == 1


@pytest.mark.parametrize("stranger", ["an", "dung", "chi"])
def test_nobody_else_makes_or_fills_a_report(stranger):
    one, person = yearly.made(), getattr(people, stranger)()
    for verb in (
        lambda: annual.create(by=person, year=2027),
        lambda: annual.fill_all(by=person, report=one),
        lambda: counting.compare(by=person, report=one),
    ):
        with pytest.raises(NotAllowedError):
            verb()


def test_dung_sees_no_report_no_section_and_no_number():
    one = yearly.made()
    yearly.wrote(yearly.keeper(), "Có {{thu.co_so}} cơ sở.")
    dung = people.dung()
    assert not queries.reports(dung).exists()
    assert queries.report(dung, 2026) is None
    assert queries.sections(dung, one) == []
    assert queries.section(dung, 2026, "VIII") is None
    assert not queries.snapshots(dung, one).exists()
    assert queries.tables(dung, one) == {}
    part = yearly.part()
    assert not queries.versions(dung, part).exists()
    assert not queries.comments(dung, part).exists()
    assert queries.snapshot(dung, 2026, Snapshot.objects.get().pk) is None
    assert not queries.sources(dung, one).exists()


def test_filled_from_the_system_every_section_says_something_and_counts_with_a_source():
    one = yearly.made()
    count = annual.fill_all(by=yearly.keeper(), report=one)
    parts = Section.objects.filter(report=one, is_heading=False)
    assert count == parts.count() == 16
    for part in parts:
        assert part.text.strip() or part.tables.exists(), part.code
        assert part.state == rules.WRITING or not part.text
    found = checks.findings(yearly.keeper(), AnnualReport.objects.get())
    assert {finding.kind for finding in found if finding.stops} <= {"chua-nhan", "ky"}
    assert "chưa ghi nhận" in yearly.part("VI").text


def test_filling_again_leaves_what_people_wrote():
    one = yearly.made()
    yearly.wrote(yearly.keeper(), "Tôi viết.")
    annual.fill_all(by=yearly.keeper(), report=one)
    assert yearly.part().text == "Tôi viết."
    assert annual.fill_all(by=yearly.keeper(), report=one) == 0


def test_a_number_is_kept_with_its_meaning_its_days_and_its_rows():
    yearly.made()
    yearly.wrote(yearly.keeper(), "Có {{thu.co_so}} cơ sở, tiền {{thu.tien}} đồng.")
    one = Snapshot.objects.get(code=yearly.SHOPS)
    assert (one.value, one.rows_counted, one.until) == (4, 4, date(2026, 12, 14))
    assert one.definition == "Số cơ sở thử nghiệm, đếm trong bài thử."
    behind = packing.unpack(one.packed, one.splits)
    assert [row[1] for row in behind.rows] == [f"Cơ sở {key}" for key in "abcd"]
    assert Snapshot.objects.get(code=yearly.MONEY).value is None
    told = paper.whole(yearly.keeper(), one.report).blocks(yearly.part())
    assert told[0].plain == "Có 4 cơ sở, tiền chưa rõ đồng."


def test_the_number_stays_when_the_register_moves_and_the_difference_is_told():
    report = yearly.made()
    yearly.wrote(yearly.keeper(), "Có {{thu.co_so}} cơ sở.")
    yearly.shops[:] = ["b", "c", "d", "e", "g"]
    assert counting.compare(by=yearly.keeper(), report=report) == 1
    one = Snapshot.objects.get()
    assert (one.value, one.recounted_value, one.is_changed) == (4, 5, True)
    found = checks.findings(yearly.keeper(), AnnualReport.objects.get())
    assert [finding.told for finding in found if finding.kind == "doi"] == [
        "Số liệu “Cơ sở thử” đã đổi sau khi chốt: 4, nay 5."
    ]
    page = people.client_of(people.binh()).get(f"/bao-cao/2026/so-lieu/{one.pk}?so=1")
    told = page.content.decode()
    assert "Lúc chốt: 4. Nay: 5. Dòng thêm: 2; dòng mất: 1; dòng đổi: 0." in told
    assert "Cơ sở e" in told
    assert "Cơ sở a" in told
    again = counting.refresh(by=yearly.keeper(), snapshot=one)
    assert (again.value, again.version) == (5, 2)
    old = Snapshot.objects.get(pk=one.pk)
    assert not old.is_current
    assert packing.unpack(old.packed, {}).rows[0][0] == "a"
    with pytest.raises(StaleError):
        counting.refresh(by=yearly.keeper(), snapshot=old)


def test_rows_above_the_limit_are_counted_and_digested_not_kept(monkeypatch):
    monkeypatch.setattr(rules, "MOST_ROWS", 3)
    yearly.made()
    yearly.wrote(yearly.keeper(), "Có {{thu.co_so}} cơ sở.")
    one = Snapshot.objects.get()
    assert one.value == 4
    assert packing.unpack(one.packed, {}).rows is None
    assert len(one.digest) == 64
    page = people.client_of(people.binh()).get(f"/bao-cao/2026/so-lieu/{one.pk}")
    assert "Quá 5.000 dòng" in page.content.decode()


def test_a_number_of_one_commune_is_a_number_of_its_own():
    yearly.made()
    text = "Tỉnh {{thu.co_so}}, Lang Biang {{thu.co_so xa=24846}}, sai {{thu.co_so xa=99999}}."
    yearly.wrote(yearly.keeper(), text)
    values = {one.commune: one.value for one in Snapshot.objects.all()}
    assert values == {"": 4, "24846": 1}


def test_other_days_count_anew_and_keep_the_old_numbers():
    one = yearly.made()
    yearly.wrote(yearly.keeper(), "Có {{thu.co_so}} cơ sở.")
    facts = FactsForm.of(one).initial | {"until": date(2026, 11, 30)}
    changed = annual.change(
        by=yearly.keeper(), report=one, facts=annual.ReportFacts(**facts), serial=one.serial
    )
    days = [(row.until, row.is_current) for row in Snapshot.objects.filter(code=yearly.SHOPS)]
    assert sorted(days) == [(date(2026, 11, 30), True), (date(2026, 12, 14), False)]
    with pytest.raises(StaleError, match="Người khác"):
        annual.change(
            by=yearly.keeper(), report=changed, facts=annual.ReportFacts(**facts), serial=0
        )
    crossing = annual.ReportFacts(**facts | {"since": date(2026, 12, 1)})
    with pytest.raises(FieldError, match="sau ngày bắt đầu"):
        annual.change(by=yearly.keeper(), report=changed, facts=crossing, serial=changed.serial)


def test_the_checks_name_what_is_in_the_way_with_a_link():
    yearly.made()
    yearly.wrote(yearly.keeper(), "Có 12 mô hình mới. Xem {{khong.co}}.")
    AnnualReport.objects.update(until=date(2027, 1, 31))
    found = checks.findings(yearly.keeper(), AnnualReport.objects.get())
    kinds = {finding.kind for finding in found}
    assert kinds == {"ngay", "trong", "ma", "so", "chua-nhan", "ky"}
    typed = next(finding for finding in found if finding.kind == "so")
    assert (typed.number, typed.sentence) == ("12", "Có 12 mô hình mới.")
    assert typed.link == "/bao-cao/2026/phan/VIII"
    assert len([one for one in found if one.kind == "trong"]) == 15
    assert all(finding.link.startswith("/bao-cao/2026") for finding in found)


def test_the_rows_are_for_the_standing_agency_and_the_number_for_every_reader():
    yearly.made()
    yearly.wrote(yearly.keeper(), "Có {{thu.co_so}} cơ sở.")
    one = Snapshot.objects.get()
    leader = people.client_of(people.with_role(people.binh(), "lanh-dao"))
    told = leader.get(f"/bao-cao/2026/so-lieu/{one.pk}?so=1").content.decode()
    assert "Cơ sở a" not in told
    assert "chỉ mở cho cơ quan thường trực" in told
    assert (
        "Cơ sở a"
        in people.client_of(people.binh()).get(f"/bao-cao/2026/so-lieu/{one.pk}").content.decode()
    )


def test_a_number_is_counted_for_the_whole_province_whoever_writes():
    from txng.reports.queries import counting as asking

    people.shipped("thuong-truc")
    narrow = people.officer("24846")
    seen = asking.eye(narrow)
    assert seen.may_everywhere("parties.see")
    assert not seen.is_operator
    assert not seen.may("parties.see_persons")
    assert seen.name == narrow.name
    assert not asking.eye(replace(narrow, is_operator=True)).is_operator


def test_the_annex_has_a_row_for_each_of_the_124_communes_and_knows_what_it_does_not_know():

    yearly.made()
    yearly.wrote(yearly.keeper(), "Có {{thu.co_so}} cơ sở, {{thu.tien}} đồng.")
    Snapshot.objects.filter(code=yearly.SHOPS).update(splits={"commune": {"24846": "4"}})
    Snapshot.objects.filter(code=yearly.MONEY).update(splits={"commune": {}})
    kept = {one.code: one for one in Snapshot.objects.all()}
    plan = outline.SplitTable("Theo xã", "commune", (yearly.SHOPS, yearly.MONEY))
    table = filling.split_table(kept, plan, with_all=True)
    assert len(table.rows) == 124
    assert ["Phường Lang Biang - Đà Lạt", "4", "chưa rõ"] in table.rows
    assert sorted({row[1] for row in table.rows}) == ["0", "4"]
    assert len(filling.split_table(kept, plan).rows) == 1


def test_whoever_fills_it_in_english_gets_a_vietnamese_report():
    one = yearly.made()
    with translation.override("en"):
        annual.fill_all(by=yearly.keeper(), report=one)
    told = Snapshot.objects.get(code="enterprises.registered")
    assert told.title == "Cơ sở trong sổ"
    assert told.definition.startswith("Số cơ sở")
