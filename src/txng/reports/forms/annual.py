"""What is typed about a report: its year, its days and signatory; a reason, a comment, a source."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from txng.reports.actions.annual import ReportFacts
from txng.reports.models import AnnualReport
from txng.reports.rules import sections as rules
from txng.ui import fields


class YearForm(fields.Form):
    year = fields.NumberField(
        _("Năm báo cáo"), whole=True, least=rules.FIRST_YEAR, most=rules.LAST_YEAR
    )


class FactsForm(fields.Form):
    since = fields.DayField(_("Số liệu từ ngày"))
    until = fields.DayField(
        _("Ngày chốt số liệu"),
        hint=_("Thường là 14/12 của năm báo cáo. Đổi ngày thì mọi số liệu được đếm lại."),
    )
    about = fields.TextField(_("Trích yếu"), longest=300, rows=2, wide=True)
    bases = fields.TextField(
        _("Căn cứ"), longest=4_000, rows=5, wide=True, required=False,
        hint=_("Mỗi dòng một căn cứ, không có dấu chấm phẩy ở cuối."),
    )  # fmt: skip
    place = fields.TextField(_("Nơi ký"), longest=60)
    symbol = fields.TextField(_("Ký hiệu"), longest=30, hint=_("Như BC-SKHCN"))
    signatory_capacity = fields.TextField(
        _("Quyền hạn ký"),
        longest=60,
        required=False,
        hint=_("Như KT. GIÁM ĐỐC; bỏ trống nếu ký thẳng"),
    )
    signatory_title = fields.TextField(_("Chức vụ người ký"), longest=80, required=False)
    signatory_name = fields.TextField(_("Họ tên người ký"), longest=80, required=False)
    recipients = fields.TextField(
        _("Nơi nhận"), longest=2_000, rows=4, wide=True, required=False,
        hint=_("Mỗi dòng một nơi."),
    )  # fmt: skip

    @classmethod
    def of(cls, report: AnnualReport, data: Any = None) -> "FactsForm":
        return cls(data, initial=asdict(ReportFacts.of(report)))

    @property
    def facts(self) -> ReportFacts:
        return ReportFacts(**self.cleaned_data)


class ReasonForm(fields.Form):
    reason = fields.TextField(
        _("Cần sửa gì"),
        longest=rules.LONGEST_REASON,
        shortest=rules.SHORTEST_REASON,
        rows=3,
        wide=True,
    )


class CommentForm(fields.Form):
    comment = fields.TextField(_("Ý kiến"), longest=rules.LONGEST_COMMENT, rows=2, wide=True)


class SourceForm(fields.Form):
    note = fields.TextField(
        _("Số này lấy từ đâu"), longest=300, shortest=rules.SHORTEST_REASON, wide=True,
        hint=_("Như: Báo cáo của UBND xã Di Linh ngày 05/12/2026"),
    )  # fmt: skip
