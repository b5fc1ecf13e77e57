"""What the agency types about checklists."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.certification import words_of_checklists as words
from txng.certification.actions.checklists import CriterionFacts
from txng.certification.models import ChecklistSection, Criterion
from txng.certification.rules import checklists as rules
from txng.certification.rules import observed
from txng.ui import fields


class ChecklistForm(fields.Form):
    title = fields.TextField(
        gettext_lazy("Tên bộ tiêu chí"), longest=rules.LONGEST_TITLE, wide=True
    )
    standard = fields.TextField(
        gettext_lazy("Theo tiêu chuẩn"), longest=rules.LONGEST_TITLE,
        hint=gettext_lazy("Như TCVN 12827:2023"),
    )  # fmt: skip
    code = fields.TextField(
        gettext_lazy("Mã"), longest=40,
        hint=gettext_lazy("Chữ thường không dấu, số và dấu gạch, như tcvn-12827-2023"),
    )  # fmt: skip

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code != slugify(code):
            raise ValidationError(
                _("Mã chỉ gồm chữ thường không dấu, số và dấu gạch; nhận được “%(got)s”.")
                % {"got": code}
            )
        return code


class DraftForm(fields.Form):
    pass_share = fields.NumberField(
        gettext_lazy("Tỷ lệ cần đạt (%)"), whole=True, least=1, most=100,
        hint=gettext_lazy("Tổng trọng số đạt trên tổng trọng số áp dụng. Tiêu chí bắt buộc luôn phải đạt."),
    )  # fmt: skip
    note = fields.TextField(
        gettext_lazy("Thay đổi so với bản trước"), longest=rules.LONGEST_HELP, rows=3, required=False,
        wide=True,
    )  # fmt: skip


class SectionForm(fields.Form):
    title = fields.TextField(gettext_lazy("Tên phần"), longest=rules.LONGEST_TITLE, wide=True)


class IssueForm(fields.Form):
    holds_from = fields.DayField(gettext_lazy("Có hiệu lực từ ngày"))


class CriterionForm(fields.Form):
    section = fields.ChoiceField(gettext_lazy("Phần"), choices=())
    code = fields.TextField(
        gettext_lazy("Mã tiêu chí"), longest=rules.LONGEST_CODE, hint=gettext_lazy("Như 5.2")
    )
    text = fields.TextField(
        gettext_lazy("Tiêu chí"), longest=rules.LONGEST_TEXT, rows=3, wide=True,
        hint=gettext_lazy("Một câu mà cơ sở trả lời được Đạt hay Chưa đạt"),
    )  # fmt: skip
    help = fields.TextField(
        gettext_lazy("Giải thích"), longest=rules.LONGEST_HELP, rows=3, required=False, wide=True
    )
    evidence = fields.TextField(
        gettext_lazy("Bằng chứng nên có"), longest=rules.LONGEST_TEXT, required=False, wide=True
    )
    is_mandatory = fields.FlagField(gettext_lazy("Bắt buộc đạt"))
    weight = fields.NumberField(
        gettext_lazy("Trọng số"), whole=True, least=1, most=rules.MOST_WEIGHT
    )
    may_not_apply = fields.FlagField(gettext_lazy("Cho trả lời “Không áp dụng”"))
    fact = fields.ChoiceField(
        gettext_lazy("Sổ của tỉnh ghi nhận gì"), required=False,
        choices=lambda: [(key, words.FACTS[key]) for key in observed.KEYS],
        hint=gettext_lazy("Để trống khi sổ không biết"),
    )  # fmt: skip

    def __init__(self, *args: Any, sections: Sequence[ChecklistSection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            ("", fields.NOTHING_CHOSEN),
            *((str(one.pk), one.title) for one in sections),
        ]

    @property
    def facts(self) -> CriterionFacts:
        told = dict(self.cleaned_data)
        told["section"] = int(told["section"])
        return CriterionFacts(**told)


def initial_of(one: Criterion) -> dict[str, Any]:
    names = ("code", "text", "help", "evidence", "is_mandatory", "weight", "may_not_apply", "fact")
    return {name: getattr(one, name) for name in names} | {"section": str(one.section_id)}
