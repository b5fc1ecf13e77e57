"""Two annual reports of the demonstration: 2025 issued, 2026 being written by several agencies.

All of it is fictional and says so. Written by the verbs that people use; running it again changes nothing.
"""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from txng.accounts.actors import Actor
from txng.demo import agencies
from txng.documents import actions as documents
from txng.documents import queries as papers
from txng.reports.actions import annual, deciding, handing, writing
from txng.reports.models import AnnualReport
from txng.reports.queries import annual as queries
from txng.supervision.actions import follow_activity

KEEPER: Final = "so-khcn"
SIGNATORY: Final[dict[str, Any]] = {
    "signatory_capacity": "KT. GIÁM ĐỐC",
    "signatory_title": "Phó Giám đốc",
    "signatory_name": "Người ký hư cấu",
}
LAST_YEAR: Final = "Nội dung trình diễn, hư cấu: năm {year} hệ thống của tỉnh chưa vận hành."
WRITTEN: Final = {
    "VIII": (
        "so-khcn",
        (
            "\n\nSo với yêu cầu, việc kết nối và khai hồ sơ sản phẩm đã thành nền nếp ở các chuỗi cà phê,"
            " chè và rau; các cơ sở nhỏ lẻ còn chậm (đánh giá trình diễn, hư cấu)."
        ),
    ),
    "II.3": (
        "so-nong-nghiep",
        (
            "\n\nSở đã rà soát các sản phẩm mang nhãn hiệu chứng nhận và OCOP để bổ sung danh mục"
            " (nội dung trình diễn, hư cấu)."
        ),
    ),
}


def put_in(*, by: Actor) -> None:
    follow_activity(
        by=by
    )  # what `txng work` does all the time: whose data is fresh is a number of the report
    _last_year()
    _this_year()


def _keeper(person: str = "can-bo") -> Actor:
    return agencies.staff(KEEPER, person)


def _last_year() -> None:
    keeper, colleague = _keeper(), _keeper("truong-phong")
    if queries.report(keeper, 2025) is not None:
        return
    one = annual.create(by=keeper, year=2025)
    _sign(one)
    for part in queries.sections(keeper, one):
        if part.is_heading:
            continue
        saved = writing.save_text(
            by=keeper, section=part, text=LAST_YEAR.replace("{year}", "2025"), revision=0
        )
        deciding.submit(by=keeper, section=saved)
        deciding.accept(by=colleague, section=saved)
    handing.hand_over(by=keeper, report=one)
    record = papers.paper_of_source(keeper, f"reports.report:{one.pk}")
    assert record is not None
    documents.send_to_sign(by=keeper, paper=record)
    documents.sign(by=colleague, paper=record)
    documents.issue(by=keeper, paper=record, on=date(2025, 12, 18))


def _this_year() -> None:
    keeper, colleague = _keeper(), _keeper("truong-phong")
    if queries.report(keeper, 2026) is not None:
        return
    one = annual.create(by=keeper, year=2026)
    _sign(one)
    annual.fill_all(by=keeper, report=one)
    for code, (agency, words) in WRITTEN.items():
        part = queries.section(keeper, 2026, code)
        assert part is not None
        writer = agencies.staff(agency)
        writing.save_text(by=writer, section=part, text=part.text + words, revision=part.revision)
    for code, agency in (
        ("I", KEEPER),
        ("II.2", KEEPER),
        ("II.3", "so-nong-nghiep"),
        ("VII", "so-tai-chinh"),
    ):
        part = queries.section(keeper, 2026, code)
        assert part is not None
        deciding.submit(by=agencies.staff(agency), section=part)
    for code in ("I", "II.2"):
        part = queries.section(keeper, 2026, code)
        assert part is not None
        deciding.accept(by=colleague, section=part)
    part = queries.section(keeper, 2026, "II.3")
    assert part is not None
    deciding.give_back(
        by=colleague, section=part, reason="Ghi rõ số văn bản ban hành danh mục của từng ngành."
    )


def _sign(one: AnnualReport) -> None:
    told = replace(annual.ReportFacts.of(one), **SIGNATORY)
    annual.change(by=_keeper(), report=one, facts=told, serial=one.serial)
