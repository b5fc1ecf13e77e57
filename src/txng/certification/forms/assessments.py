"""What an enterprise types: one part of a self-assessment, and a declaration."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.certification import words as certificate_words
from txng.certification.actions.assessments import Given
from txng.certification.actions.declarations import DeclarationFacts
from txng.certification.models import Answer, Assessment, Certificate, Declaration
from txng.certification.queries.assessments import Line, Part
from txng.certification.rules import checklists as rules
from txng.certification.rules import declarations
from txng.documents.attachments import MOST_BYTES
from txng.parties.models import Establishment
from txng.products.models import ProductGroup, TradeItem
from txng.ui import dates, fields

_NUMBER = re.compile("[0-9]{1,18}")
FILES = ".pdf,.jpg,.jpeg,.png,.webp"


class PartForm(fields.Form):
    """For each criterion of one part: v17 the verdict, n17 a note, f17 a file."""

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        for line in part.lines:
            one, answer = line.criterion, line.answer
            choices = [
                choice
                for choice in Answer.Verdict.choices
                if one.may_not_apply or choice[0] != rules.NOT_APPLICABLE
            ]
            self.fields[f"v{one.pk}"] = fields.ChoiceField(
                _("%(code)s. Kết luận") % {"code": one.code}, choices=choices, radio=True,
                required=False, initial=answer.verdict if answer else "",
            )  # fmt: skip
            self.fields[f"n{one.pk}"] = fields.TextField(
                _("Ghi chú cho tiêu chí %(code)s") % {"code": one.code}, longest=rules.LONGEST_NOTE,
                rows=2, required=False, wide=True, initial=answer.note if answer else "",
            )  # fmt: skip
            self.fields[f"f{one.pk}"] = fields.FileField(
                _("Thêm tệp bằng chứng cho tiêu chí %(code)s") % {"code": one.code},
                most_bytes=MOST_BYTES, kinds=FILES, required=False,
            )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Line, Any, Any, Any]]:
        """Each line with its three bound fields."""
        return [
            (line, self[f"v{pk}"], self[f"n{pk}"], self[f"f{pk}"])
            for line in self.part.lines
            for pk in (line.criterion.pk,)
        ]

    @property
    def answers(self) -> dict[int, Given]:
        told = self.cleaned_data
        return {
            line.criterion.pk: Given(told[f"v{line.criterion.pk}"], told[f"n{line.criterion.pk}"])
            for line in self.part.lines
        }


class CertificateField(fields.ChoiceField):
    """Takes any number: the verb says how a certificate stands that is no longer offered."""

    def valid_value(self, value: Any) -> bool:
        return bool(_NUMBER.fullmatch(str(value)))


class DeclarationForm(fields.Form):
    basis = fields.ChoiceField(
        gettext_lazy("Căn cứ"), choices=Declaration.Basis.choices, radio=True
    )
    assessment = fields.ChoiceField(
        gettext_lazy("Lần tự đánh giá đã đạt"), choices=(), required=False,
        hint=gettext_lazy("Khi căn cứ là kết quả tự đánh giá"),
    )  # fmt: skip
    certificate = CertificateField(
        gettext_lazy("Chứng nhận trong sổ"), choices=(), required=False,
        hint=gettext_lazy("Khi căn cứ là giấy chứng nhận; số, tổ chức và ngày cuối lấy từ sổ"),
    )  # fmt: skip
    certificate_number = fields.TextField(
        gettext_lazy("Số giấy chứng nhận"), longest=60, required=False,
        hint=gettext_lazy("Chỉ khi giấy chưa có trong sổ: ghi số, tổ chức và ngày cuối như trên giấy"),
    )  # fmt: skip
    certificate_body = fields.TextField(
        gettext_lazy("Tổ chức chứng nhận"), longest=200, required=False, wide=True
    )
    certificate_valid_to = fields.DayField(gettext_lazy("Giấy có giá trị đến"), required=False)
    standard = fields.TextField(
        gettext_lazy("Tiêu chuẩn mà hệ thống phù hợp"), longest=declarations.LONGEST_STANDARD, wide=True,
        hint=gettext_lazy("Như TCVN 13167:2025; TCVN 12850:2019"),
    )  # fmt: skip
    groups = fields.ManyField(gettext_lazy("Nhóm sản phẩm"), choices=(), required=False)
    items = fields.ManyField(
        gettext_lazy("Sản phẩm riêng"), choices=(), required=False,
        hint=gettext_lazy("Khi công bố không bao gồm cả nhóm"),
    )  # fmt: skip
    sites = fields.ManyField(
        gettext_lazy("Địa điểm"), choices=(), required=False,
        hint=gettext_lazy("Không đánh dấu ô nào là mọi địa điểm của cơ sở"),
    )  # fmt: skip
    declared_on = fields.DayField(gettext_lazy("Ngày công bố"))
    valid_to = fields.DayField(gettext_lazy("Có giá trị đến"))
    signer_name = fields.TextField(
        gettext_lazy("Người ký"), longest=declarations.LONGEST_NAME, shortest=2
    )
    signer_title = fields.TextField(
        gettext_lazy("Chức vụ"), longest=declarations.LONGEST_NAME,
        hint=gettext_lazy("Như Giám đốc, Chủ hộ"),
    )  # fmt: skip
    paper = fields.FileField(
        gettext_lazy("Bản công bố đã ký"), most_bytes=MOST_BYTES, kinds=FILES, required=False,
        hint=gettext_lazy("Ảnh hoặc PDF, nhiều nhất 15 MB"),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        assessments: Sequence[Assessment],
        certificates: Sequence[Certificate],
        groups: Sequence[ProductGroup],
        items: Sequence[TradeItem],
        sites: Sequence[Establishment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("assessment", [("", str(fields.NOTHING_CHOSEN)), *map(_of, assessments)])
        self._offer(
            "certificate",
            [*map(_of_register, certificates), ("", _("Giấy chưa có trong sổ"))],
        )
        self._offer("groups", [(str(one.pk), str(one)) for one in groups])
        self._offer("items", [(str(one.pk), f"{one.name} ({one.code})") for one in items])
        self._offer(
            "sites", [(str(one.pk), f"{one.name} ({one.gln or one.code})") for one in sites]
        )
        for name, known in (
            ("certificate", certificates), ("groups", groups), ("items", items), ("sites", sites),
        ):  # fmt: skip
            if not known:
                del self.fields[name]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def facts(self) -> DeclarationFacts:
        told = {name: value for name, value in self.cleaned_data.items() if name != "paper"}
        told["assessment"] = int(told["assessment"]) if told["assessment"] else None
        told["certificate"] = int(told["certificate"]) if told.get("certificate") else None
        for name in ("groups", "items", "sites"):
            told[name] = [int(number) for number in told.get(name, ())]
        return DeclarationFacts(**told)


def _of(one: Assessment) -> tuple[str, str]:
    day = dates.written(timezone.localdate(one.finished_at), "vi") if one.finished_at else ""
    words = _("%(standard)s, ngày %(day)s, tỷ lệ %(share)d %%") % {
        "standard": one.version.checklist.standard, "day": day, "share": one.share or 0,
    }  # fmt: skip
    return str(one.pk), words


def _of_register(one: Certificate) -> tuple[str, str]:
    words = _("%(scheme)s số %(number)s, đến hết %(day)s, %(body)s") % {
        "scheme": one.scheme, "number": one.number, "body": one.body,
        "day": certificate_words.day(one.valid_until),
    }  # fmt: skip
    return str(one.pk), words


class ReasonForm(fields.Form):
    reason = fields.TextField(
        gettext_lazy("Lý do"), longest=declarations.LONGEST_REASON, rows=4, wide=True,
        hint=gettext_lazy("Cơ sở đọc được câu này: ghi rõ chỗ chưa đúng và cần làm gì"),
    )  # fmt: skip
