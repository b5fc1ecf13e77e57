"""Checklists: drafts are written, what is in force is never edited."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook  # type: ignore[import-untyped]

from tests import people
from tests.certification import assessing
from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry
from txng.certification import packaged
from txng.certification.actions import checklists as actions
from txng.certification.actions.checklists import CriterionFacts
from txng.certification.errors import CertificationError, NotAllowedError, StepError
from txng.certification.models import ChecklistVersion, Criterion
from txng.certification.queries import checklists as queries
from txng.certification.rules import checklists as rules
from txng.certification.rules import observed

pytestmark = pytest.mark.django_db


def codes(version):
    return [one.code for part in queries.sections(version) for one in part.criteria.all()]


def test_the_packaged_checklist_has_ten_parts_and_no_clause_of_the_standard():
    told = packaged.tcvn_13167()
    criteria = [one for part in told["section"] for one in part["criterion"]]
    assert len(told["section"]) == 10
    assert len(criteria) >= 30
    assert len({one["code"] for one in criteria}) == len(criteria)
    assert all(one.get("fact", "") in ("", *observed.KEYS) for one in criteria)
    assert "hệ thống đề xuất" in told["note"]
    assert not any(re.search(r"(?i)điều \d", one["text"]) for one in criteria)


def test_the_packaged_checklist_is_put_in_once_and_holds_from_that_day():
    assert actions.put_in_packaged_checklists(by=operator()) == 1
    assert actions.put_in_packaged_checklists(by=operator()) == 0
    version = ChecklistVersion.objects.get()
    assert queries.in_force(None, version.checklist, timezone.localdate()) == version
    assert JournalEntry.objects.filter(verb="checklist.put_in").count() == 1


def test_a_draft_begins_as_a_copy_and_the_version_in_force_stays_as_it_was():
    draft = assessing.draft()
    before = codes(assessing.version())
    assert codes(draft) == before
    one = assessing.criterion("5.2", draft)
    actions.write_criterion(
        by=people.binh(), version=draft, criterion=one,
        facts=CriterionFacts(one.section_id, "5.2", "Lời của cơ quan", weight=4),
    )  # fmt: skip
    assert assessing.criterion("5.2").text != "Lời của cơ quan"
    assert codes(assessing.version()) == before


def test_only_one_draft_is_open_at_a_time():
    assessing.draft()
    with pytest.raises(StepError, match="soạn dở"):
        assessing.draft()


def test_what_is_in_force_is_never_edited():
    version, binh = assessing.version(), people.binh()
    one, part = assessing.criterion(), queries.sections(version)[0]
    facts = CriterionFacts(one.section_id, "1.9", "Thêm")
    for verb in (
        lambda: actions.write_criterion(by=binh, version=version, facts=facts),
        lambda: actions.write_criterion(by=binh, version=version, facts=facts, criterion=one),
        lambda: actions.remove_criterion(by=binh, criterion=one),
        lambda: actions.move_criterion(by=binh, criterion=one, up=False),
        lambda: actions.rename_section(by=binh, section=part, title="Khác"),
        lambda: actions.move_section(by=binh, section=part, up=False),
        lambda: actions.remove_section(by=binh, section=part),
        lambda: actions.add_section(by=binh, version=version, title="Khác"),
        lambda: actions.describe_draft(by=binh, version=version, pass_share=1, note=""),
        lambda: actions.put_in_force(by=binh, version=version, holds_from=timezone.localdate()),
        lambda: actions.drop_draft(by=binh, version=version),
    ):
        with pytest.raises(StepError, match="không sửa nữa"):
            verb()


def test_a_criterion_moves_up_and_down_within_its_part():
    draft, binh = assessing.draft(), people.binh()
    actions.move_criterion(by=binh, criterion=assessing.criterion("1.3", draft), up=True)
    assert codes(draft)[:3] == ["1.1", "1.3", "1.2"]
    actions.move_criterion(by=binh, criterion=assessing.criterion("1.1", draft), up=True)
    assert codes(draft)[:3] == ["1.1", "1.3", "1.2"], "the first stays first"


def test_a_part_moves_with_its_criteria():
    draft = assessing.draft()
    second = queries.sections(draft)[1]
    actions.move_section(by=people.binh(), section=second, up=True)
    assert codes(draft)[0] == "2.1"


def test_a_criterion_that_was_taken_out_comes_back():
    draft, binh = assessing.draft(), people.binh()
    one = actions.remove_criterion(by=binh, criterion=assessing.criterion("1.2", draft))
    assert "1.2" not in codes(draft)
    actions.restore_criterion(by=binh, criterion=one)
    assert codes(draft)[:3] == ["1.1", "1.2", "1.3"]


def test_a_criterion_whose_code_is_taken_meanwhile_does_not_come_back():
    draft, binh = assessing.draft(), people.binh()
    one = actions.remove_criterion(by=binh, criterion=assessing.criterion("1.2", draft))
    actions.write_criterion(
        by=binh, version=draft, facts=CriterionFacts(one.section_id, "1.2", "Câu khác")
    )
    with pytest.raises(StepError, match="thuộc tiêu chí khác"):
        actions.restore_criterion(by=binh, criterion=one)


def test_two_criteria_cannot_share_a_code():
    draft = assessing.draft()
    section = queries.sections(draft)[0].pk
    with pytest.raises(CertificationError, match="đã có tiêu chí") as refused:
        actions.write_criterion(
            by=people.binh(), version=draft, facts=CriterionFacts(section, "5.2", "Trùng mã")
        )
    assert refused.value.field == "code"


def test_a_draft_with_an_empty_part_is_not_put_in_force():
    draft, binh = assessing.draft(), people.binh()
    made = actions.add_section(by=binh, version=draft, title="Phần mới")
    with pytest.raises(StepError, match="chưa có tiêu chí"):
        actions.put_in_force(by=binh, version=draft, holds_from=timezone.localdate())
    actions.remove_section(by=binh, section=made)
    issued = actions.put_in_force(by=binh, version=draft, holds_from=timezone.localdate())
    assert issued.state == rules.ISSUED


def test_a_part_with_criteria_is_not_taken_out():
    part = queries.sections(assessing.draft())[0]
    with pytest.raises(StepError, match="còn tiêu chí"):
        actions.remove_section(by=people.binh(), section=part)


def test_a_new_version_replaces_the_old_one_from_its_day():
    draft, binh = assessing.draft(), people.binh()
    one = actions.remove_criterion(by=binh, criterion=assessing.criterion("10.2", draft))
    actions.put_in_force(by=binh, version=draft, holds_from=assessing.tomorrow())
    checklist, today = draft.checklist, timezone.localdate()
    assert queries.in_force(None, checklist, today).number == 1
    assert queries.in_force(None, checklist, today + timedelta(days=1)).number == 2
    versions = list(ChecklistVersion.objects.order_by("number"))
    assert list(queries.standings(versions, today).values()) == [rules.HOLDS, rules.WAITS]
    later = queries.standings(versions, assessing.tomorrow())
    assert list(later.values()) == [rules.REPLACED, rules.HOLDS]
    assert not Criterion.objects.filter(pk=one.pk).exists()


def test_a_version_never_begins_in_the_past():
    with pytest.raises(CertificationError, match="từ hôm nay"):
        actions.put_in_force(
            by=people.binh(),
            version=assessing.draft(),
            holds_from=timezone.localdate() - timedelta(days=1),
        )


def test_a_dropped_draft_is_taken_up_again_unless_another_was_begun():
    draft, binh = assessing.draft(), people.binh()
    actions.drop_draft(by=binh, version=draft)
    assert actions.resume_draft(by=binh, version=draft).state == rules.DRAFT
    actions.drop_draft(by=binh, version=draft)
    assessing.draft()
    with pytest.raises(StepError, match="bản soạn khác"):
        actions.resume_draft(by=binh, version=draft)


@pytest.mark.parametrize("person", [people.an, people.chi, people.dung, people.officer])
def test_only_the_agency_writes_checklists(person):
    checklist = assessing.checklist()
    with pytest.raises(NotAllowedError):
        actions.open_draft(by=person(), checklist=checklist)


def test_an_sees_what_is_in_force_and_no_draft():
    draft = assessing.draft()
    an = people.client_of(people.an())
    assert an.get(f"/danh-gia/bo-tieu-chi/ban/{draft.pk}").status_code == 404
    page = an.get(f"/danh-gia/bo-tieu-chi/ban/{assessing.version().pk}").content.decode()
    assert "không phải nguyên văn tiêu chuẩn" in page
    assert "Thêm tiêu chí" not in page
    assert f"ban/{draft.pk}" not in an.get("/danh-gia/bo-tieu-chi").content.decode()


def test_the_agency_writes_a_version_on_pages_and_puts_it_in_force():
    checklist = assessing.checklist()
    binh = people.client_of(people.binh())
    opened = binh.post(f"/danh-gia/bo-tieu-chi/{checklist.code}/soan")
    draft = ChecklistVersion.objects.get(state=rules.DRAFT)
    assert opened.headers["Location"] == f"/danh-gia/bo-tieu-chi/ban/{draft.pk}"
    part = queries.sections(draft)[0]
    given = {
        "section": part.pk, "code": "1.4", "text": "Có bản đồ các công đoạn", "help": "", "weight": "2",
        "evidence": "Bản đồ", "may_not_apply": "on", "fact": "",
    }  # fmt: skip
    assert binh.post(f"/danh-gia/bo-tieu-chi/ban/{draft.pk}/tieu-chi", given).status_code == 303
    again = binh.post(f"/danh-gia/bo-tieu-chi/ban/{draft.pk}/tieu-chi", given)
    assert again.status_code == 400
    assert "đã có tiêu chí mang mã" in again.content.decode()
    made = assessing.criterion("1.4", draft)
    assert binh.post(f"/danh-gia/tieu-chi/{made.pk}/chuyen", {"huong": "len"}).status_code == 303
    assert codes(draft)[:4] == ["1.1", "1.2", "1.4", "1.3"]
    removed = binh.post(f"/danh-gia/tieu-chi/{made.pk}/go", follow=True).content.decode()
    assert f"/danh-gia/tieu-chi/{made.pk}/lay-lai" in removed, "a way back"
    binh.post(f"/danh-gia/tieu-chi/{made.pk}/lay-lai")
    today = timezone.localdate()
    issued = binh.post(
        f"/danh-gia/bo-tieu-chi/ban/{draft.pk}/ban-hanh", {"holds_from": f"{today:%d/%m/%Y}"}
    )
    assert issued.status_code == 303
    assert queries.in_force(None, checklist, today).pk == draft.pk
    assert binh.get(f"/danh-gia/tieu-chi/{made.pk}/sua").status_code == 404


def test_a_new_checklist_begins_with_an_empty_draft():
    binh = people.client_of(people.binh())
    given = {"title": "Rau quả tươi", "standard": "TCVN 12827:2023", "code": "Rau quả"}
    refused = binh.post("/danh-gia/bo-tieu-chi/them", given)
    assert refused.status_code == 400
    assert "chữ thường không dấu" in refused.content.decode()
    made = binh.post("/danh-gia/bo-tieu-chi/them", given | {"code": "rau-qua"}, follow=True)
    assert "chưa có phần nào" in made.content.decode()


def test_a_version_is_exported_as_a_workbook_that_says_what_it_is(tmp_path):
    version = assessing.version()
    answer = people.client_of(people.an()).get(
        f"/danh-gia/bo-tieu-chi/ban/{version.pk}?format=xlsx"
    )
    file = tmp_path / "book.xlsx"
    file.write_bytes(answer.content)
    book = load_workbook(file)
    assert book.worksheets[0].max_row == 1 + len(codes(version))
    source = {row[0]: row[1] for row in book.worksheets[1].values}
    assert "không phải nguyên văn" in source["Lưu ý"]


def test_the_page_of_a_version_costs_the_same_for_many_criteria(django_assert_max_num_queries):
    version = assessing.version()
    an = people.client_of(people.an())
    with django_assert_max_num_queries(12):
        an.get(f"/danh-gia/bo-tieu-chi/ban/{version.pk}")
