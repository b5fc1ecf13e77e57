"""What agencies type about lists: a version, a proposal, an opinion, points, a roadmap, a decision."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.parties import administrative_units
from txng.products import words
from txng.products.forms.trade_items import group_choices
from txng.products.models import ListVersion, Opinion, ProductGroup
from txng.products.models.lists import LONG
from txng.products.rules import proposals, roadmap, scoring
from txng.products.rules.lists import Decision
from txng.ui import fields

EMPTY_ROWS = 3


def _owner_classes() -> list[tuple[str, str]]:
    return [(one, str(words.OWNER_CLASSES[one])) for one in proposals.OWNER_CLASSES]


class OpenForm(fields.Form):
    kind = fields.ChoiceField(
        gettext_lazy("Danh mục"), choices=ListVersion.Kind.choices, radio=True
    )
    title = fields.TextField(
        gettext_lazy("Tên bản danh mục"), longest=200, wide=True,
        hint=gettext_lazy("Như sẽ ghi trong quyết định"),
    )  # fmt: skip


class StepForm(fields.Form):
    """`seen` is the step on the page; the day is asked when opinions begin."""

    seen = fields.TextField(gettext_lazy("Bước đã xem"), longest=12)
    opinions_until = fields.DayField(gettext_lazy("Hạn cho ý kiến"), required=False)


class WeightsForm(fields.Form):
    """One whole number for each criterion of the sheet, together 100."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in scoring.shipped().criteria:
            self.fields[one.id] = fields.NumberField(
                words.criterion(one), whole=True, least=0, most=100
            )

    @property
    def weights(self) -> dict[str, int]:
        return {name: int(self.cleaned_data[name]) for name in self.fields}


class ProposalForm(fields.Form):
    group = fields.ChoiceField(gettext_lazy("Nhóm sản phẩm"), choices=())
    grounds = fields.ManyField(
        gettext_lazy("Căn cứ"), required=False,
        choices=lambda: [(one, str(words.GROUNDS[one])) for one in proposals.GROUNDS],
    )  # fmt: skip
    reason = fields.TextField(
        gettext_lazy("Lý do của cơ quan"), longest=LONG, rows=4, wide=True,
        hint=gettext_lazy("Vì sao nhóm này cần truy xuất, và vì sao bây giờ"),
    )  # fmt: skip
    evidence = fields.TextField(
        gettext_lazy("Số liệu, văn bản kèm theo"), longest=LONG, rows=3, required=False, wide=True,
        hint=gettext_lazy("Sản lượng, số cơ sở, kết quả kiểm nghiệm, số quyết định"),
    )  # fmt: skip
    grdp_share = fields.NumberField(
        gettext_lazy("Tỷ trọng trong GRDP (%)"), least=0, most=100, required=False
    )

    def __init__(self, *args: Any, groups: Sequence[ProductGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", fields.NOTHING_CHOSEN), *group_choices(groups)]  # type: ignore[attr-defined]


class OpinionForm(fields.Form):
    stance = fields.ChoiceField(gettext_lazy("Ý kiến"), choices=Opinion.Stance.choices, radio=True)
    said = fields.TextField(
        gettext_lazy("Nội dung"), longest=LONG, rows=3, required=False, wide=True,
        hint=gettext_lazy("Bắt buộc khi chưa hoàn toàn đồng ý"),
    )  # fmt: skip


class ScoreForm(fields.Form):
    """For each criterion a level in words, and a reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheet = scoring.shipped()
        for one in sheet.criteria:
            levels = [
                (str(points), f"{points}. {words.level(one, points)}")
                for points in range(sheet.most_points + 1)
            ]
            self.fields[one.id] = fields.ChoiceField(
                words.criterion(one), choices=levels, radio=True
            )
            self.fields[f"{one.id}_reason"] = fields.TextField(
                _("Vì sao: %(name)s") % {"name": words.criterion(one)}, longest=500, required=False,
                wide=True,
            )  # fmt: skip

    @property
    def points(self) -> dict[str, int]:
        return {one.id: int(self.cleaned_data[one.id]) for one in scoring.shipped().criteria}

    @property
    def reasons(self) -> dict[str, str]:
        told = self.cleaned_data
        return {one.id: told[f"{one.id}_reason"] for one in scoring.shipped().criteria}


class CommunesField(fields.TextField):
    """Communes by name, with commas between; names from before July 2025 lead to their successors."""

    def clean(self, value: Any) -> tuple[str, ...]:
        codes: dict[str, None] = {}
        for part in super().clean(value).replace(";", ",").split(","):
            if not part.strip():
                continue
            found = administrative_units.find(part.strip())
            if not found:
                raise ValidationError(
                    _("Không có xã, phường nào tên “%(got)s”.") % {"got": part.strip()[:60]}
                )
            codes |= dict.fromkeys(one.code for one in found)
        return tuple(codes)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, tuple | list):
            return ", ".join(words.commune(code) for code in value)
        return value


class ScopeForm(fields.Form):
    """Whom an item binds: everybody, unless narrowed."""

    communes = CommunesField(
        gettext_lazy("Chỉ ở các xã, phường"), longest=3000, required=False, wide=True,
        hint=gettext_lazy("Tên cách nhau bằng dấu phẩy; để trống là toàn tỉnh"),
    )  # fmt: skip
    sizes = fields.ManyField(
        gettext_lazy("Chỉ với loại cơ sở"), choices=_owner_classes, required=False,
        hint=gettext_lazy("Không đánh dấu ô nào là mọi cơ sở"),
    )  # fmt: skip
    exported_only = fields.FlagField(gettext_lazy("Chỉ hàng xuất khẩu"))
    clause = fields.TextField(
        gettext_lazy("Căn cứ riêng của mục"), longest=300, required=False, wide=True
    )


class MilestoneForm(fields.Form):
    """One row of a roadmap; a row without a requirement is empty."""

    requirement = fields.ChoiceField(
        gettext_lazy("Yêu cầu"), required=False,
        choices=lambda: [(one, words.requirement(one)) for one in roadmap.REQUIREMENTS],
    )  # fmt: skip
    due_on = fields.DayField(gettext_lazy("Chậm nhất ngày"), required=False)
    months_after = fields.NumberField(
        gettext_lazy("hoặc số tháng sau hiệu lực"), whole=True, least=0, most=roadmap.LONGEST_MONTHS,
        required=False, hint=gettext_lazy("Điền một trong hai ô"),
    )  # fmt: skip
    sizes = fields.ManyField(
        gettext_lazy("Riêng cho loại cơ sở"), choices=_owner_classes, required=False
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        due, months = told.get("due_on"), told.get("months_after")
        is_said = due is not None or months is not None
        if told.get("requirement"):
            if (due is None) == (months is None) and not self.errors:
                self.refuse(
                    "months_after", _("Điền ngày, hoặc số tháng sau hiệu lực: đúng một trong hai.")
                )
        elif is_said:
            self.refuse("requirement", _("Chọn yêu cầu cho mốc này."))
        return told

    @property
    def milestone(self) -> roadmap.Milestone | None:
        told = self.cleaned_data
        if not told.get("requirement"):
            return None
        return roadmap.Milestone(
            told["requirement"], told["due_on"], told["months_after"], tuple(told["sizes"])
        )


def milestone_rows(data: Any, milestones: Sequence[roadmap.Milestone] = ()) -> list[MilestoneForm]:
    """The rows of a roadmap: those that are there, and a few empty ones."""
    known = len(milestones)
    if data is not None:
        sent = str(data.get("rows", ""))
        known = min(int(sent), 40) if sent.isascii() and sent.isdigit() else EMPTY_ROWS
        return [MilestoneForm(data, prefix=f"r{number}") for number in range(known)]
    rows = [
        MilestoneForm(
            prefix=f"r{number}",
            initial={
                "requirement": one.requirement,
                "due_on": one.due_on,
                "months_after": one.months_after,
                "sizes": list(one.sizes),
            },
        )
        for number, one in enumerate(milestones)
    ]
    return rows + [MilestoneForm(prefix=f"r{known + number}") for number in range(EMPTY_ROWS)]


class DecisionForm(fields.Form):
    """The paper that issues the list; `seen` is the step on the page."""

    seen = fields.TextField(gettext_lazy("Bước đã xem"), longest=12)
    number = fields.TextField(
        gettext_lazy("Số quyết định"), longest=40, hint=gettext_lazy("Như 12/QĐ-UBND")
    )
    decided_on = fields.DayField(gettext_lazy("Ngày ban hành"), latest=None)
    body = fields.TextField(gettext_lazy("Cơ quan ban hành"), longest=200, wide=True)
    legal_basis = fields.TextField(
        gettext_lazy("Căn cứ pháp lý"), longest=LONG, rows=4, wide=True,
        hint=gettext_lazy("Luật, nghị định, kế hoạch mà quyết định nêu"),
    )  # fmt: skip
    effective_from = fields.DayField(gettext_lazy("Có hiệu lực từ ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].widget = self.fields["seen"].hidden_widget()

    @property
    def decision(self) -> Decision:
        told = self.cleaned_data
        return Decision(
            told["number"],
            told["decided_on"],
            told["body"],
            told["effective_from"],
            told["legal_basis"],
        )


class RepealForm(fields.Form):
    number = fields.TextField(gettext_lazy("Số văn bản bãi bỏ"), longest=40)
    on = fields.DayField(gettext_lazy("Hết hiệu lực từ ngày"))


def asked_day(text: str) -> date | None:
    """The day of an address, None for anything else."""
    form = _DayForm({"ngay": text})
    return form.cleaned_data["ngay"] if form.is_valid() else None


class _DayForm(fields.Form):
    ngay = fields.DayField(gettext_lazy("Ngày"))
