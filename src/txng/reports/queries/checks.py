"""What stands between a report and its issue, each with where it is mended. Nothing is counted anew here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.reports.models import AnnualReport, NumberSource, Section
from txng.reports.queries import annual, numbers, written
from txng.reports.rules import sections as steps

Kind = Literal["trong", "so", "ma", "doi", "chua-so", "chua-nhan", "y-kien", "ngay", "ky"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`number` and `sentence` of one typed without a source. `stops`: no report is handed over with it."""

    kind: Kind
    told: str
    link: str
    stops: bool = True
    section: Section | None = None
    number: str = ""
    sentence: str = ""


ORDER: Final[tuple[Kind, ...]] = (
    "ngay", "trong", "ma", "so", "doi", "chua-so", "chua-nhan", "y-kien", "ky",
)  # fmt: skip


def findings(actor: Actor, report: AnnualReport) -> list[Finding]:
    """Five queries, however long the report is."""
    sections = [one for one in annual.sections(actor, report) if not one.is_heading]
    sources: dict[int, list[NumberSource]] = {}
    for source in annual.sources(actor, report):
        sources.setdefault(source.section_id, []).append(source)
    found = list(_of_report(report))
    for one in sections:
        one.report = report
        found += _of_section(one, sources.get(one.pk, []))
    found += _of_numbers(actor, report)
    return sorted(found, key=lambda one: ORDER.index(one.kind))


def _of_report(report: AnnualReport) -> Iterator[Finding]:
    mend = reverse("reports:report_facts", args=[report.year])
    if report.until.year != report.year:
        yield Finding(
            "ngay",
            _("Ngày chốt số liệu %(day)s nằm ngoài năm %(year)d.")
            % {"day": f"{report.until:%d/%m/%Y}", "year": report.year},
            mend,
        )
    if not report.signatory_name or not report.signatory_title:
        yield Finding("ky", _("Chưa ghi người ký và chức vụ."), mend)


def _of_section(one: Section, sources: list[NumberSource]) -> Iterator[Finding]:
    address = reverse("reports:section", args=[one.report.year, one.code])
    title = {"title": one.title}
    if not one.text.strip():
        yield Finding(
            "trong", _("Phần “%(title)s” chưa có nội dung.") % title, address, section=one
        )
        return
    for wrong in numbers.problems(one.text):
        yield Finding("ma", f"{one.title}: {wrong}", address, section=one)
    for typed in numbers.left_in(one, sources):
        yield Finding(
            "so",
            _("Phần “%(title)s”, dòng %(line)d: số %(number)s chưa có nguồn.")
            % {**title, "line": typed.line, "number": typed.number},
            address,
            section=one,
            number=typed.number,
            sentence=typed.sentence,
        )
    if one.state != steps.ACCEPTED:
        yield Finding(
            "chua-nhan",
            _("Phần “%(title)s” chưa được nhận: %(state)s.")
            % {**title, "state": one.get_state_display().lower()},
            address,
            section=one,
        )
    if getattr(one, "open_comments", 0):
        told = _("Phần “%(title)s” còn ý kiến chưa xong.")
        yield Finding("y-kien", told % title, f"{address}#y-kien", stops=False, section=one)


def _of_numbers(actor: Actor, report: AnnualReport) -> Iterator[Finding]:
    in_use = list(annual.snapshots(actor, report))
    for one in in_use:
        if one.is_changed:
            yield Finding(
                "doi",
                _("Số liệu “%(title)s” đã đổi sau khi chốt: %(was)s, nay %(now)s.")
                % {
                    "title": one.title,
                    "was": written.number(one),
                    "now": written.shown(one.recounted_value),
                },
                reverse("reports:snapshot", args=[report.year, one.pk]) + "?so=1",
            )
    if in_use and any(one.recounted_at is None for one in in_use):
        yield Finding(
            "chua-so",
            _("Có số liệu chưa được đếm lại để so với sổ hiện nay."),
            reverse("reports:report_checks", args=[report.year]),
            stops=False,
        )
