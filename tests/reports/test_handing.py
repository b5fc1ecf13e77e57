"""The report becomes a paper with a number; while it is with its signer nobody changes it."""

import pytest
from django.urls import reverse

from tests.reports import yearly
from txng.documents import actions as documents
from txng.documents import paper_sources
from txng.documents.models import PaperRecord
from txng.reports.actions import annual, deciding, handing
from txng.reports.errors import NotAllowedError, ReportsError, StaleError
from txng.reports.models import AnnualReport, Section
from txng.reports.queries import paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def figures_of_tests():
    with yearly.registered():
        yield


def ready() -> AnnualReport:
    """Every section filled, handed in by Bình and accepted by Bảo; somebody signs."""
    keeper, colleague = yearly.keeper(), yearly.second_keeper()
    one = yearly.made()
    annual.fill_all(by=keeper, report=one)
    for part in Section.objects.filter(report=one, is_heading=False):
        deciding.submit(by=keeper, section=part)
        deciding.accept(by=colleague, section=part)
    AnnualReport.objects.update(signatory_title="Giám đốc", signatory_name="Nguyễn Văn A")
    return AnnualReport.objects.get()


def test_a_report_with_something_in_the_way_is_not_handed_over():
    one = yearly.made()
    with pytest.raises(ReportsError, match="còn 17 việc cần sửa"):
        handing.hand_over(by=yearly.keeper(), report=one)
    with pytest.raises(NotAllowedError):
        handing.hand_over(by=yearly.farm_office(), report=one)
    assert not PaperRecord.objects.exists()


def test_handed_over_signed_and_numbered_and_its_number_is_on_the_paper():
    keeper, colleague = yearly.keeper(), yearly.second_keeper()
    one = handing.hand_over(by=keeper, report=ready())
    with pytest.raises(StaleError):
        handing.hand_over(by=keeper, report=one)
    with pytest.raises(StaleError, match="đã trình"):
        deciding.reopen(by=keeper, section=yearly.part())
    record = PaperRecord.objects.get()
    assert (record.source, record.kind) == (f"reports.report:{one.pk}", "bao-cao")
    made_of = paper_sources.told(keeper, record.source)
    assert made_of == ("Báo cáo năm 2026", reverse("reports:report", args=[2026]))
    assert paper_sources.told(keeper, "reports.report:9" + "9" * 12) is None
    assert paper_sources.told(keeper, "nowhere.thing:1") is None
    documents.send_to_sign(by=keeper, paper=record)
    with pytest.raises(StaleError, match="Đã trình ký"):
        handing.take_back(by=keeper, report=one)
    documents.sign(by=colleague, paper=record)
    documents.issue(by=keeper, paper=record)
    printed = paper.printed(keeper, AnnualReport.objects.get())
    assert (printed.number, printed.symbol, printed.kind) == ("01", "BC-SKHCN", "BÁO CÁO")


def test_a_report_taken_back_is_written_again_and_changes_the_same_draft():
    keeper = yearly.keeper()
    one = handing.take_back(by=keeper, report=handing.hand_over(by=keeper, report=ready()))
    deciding.reopen(by=keeper, section=yearly.part())
    yearly.wrote(keeper, "Viết lại.")
    deciding.submit(by=keeper, section=yearly.part())
    deciding.accept(by=yearly.second_keeper(), section=yearly.part())
    handing.hand_over(by=keeper, report=one)
    content = str(PaperRecord.objects.get().content)
    assert "Viết lại." in content
