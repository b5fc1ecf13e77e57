"""What is typed about commendation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from txng.awards import rules
from txng.awards.actions.commendations import CommendationFacts
from txng.awards.forms.seen import DecisionWithNoteForm
from txng.awards.models import Commendation
from txng.ui import fields


class ProposeForm(fields.Form):
    year = fields.NumberField(gettext_lazy("Năm"), least=2019, most=2100, whole=True)
    whom = fields.ChoiceField(
        gettext_lazy("Đối tượng"), choices=Commendation.Whom.choices, radio=True
    )
    who = fields.TextField(
        gettext_lazy("Ai được đề nghị"), longest=rules.LONGEST_NAME, wide=True,
        hint=gettext_lazy(
            "Cơ sở: mã trong sổ hoặc mã số thuế. Cơ quan: mã cơ quan, như so-khcn. Cá nhân: họ tên và đơn vị"
        ),
    )  # fmt: skip
    merits = fields.TextField(
        gettext_lazy("Thành tích"), longest=rules.LONGEST_TEXT, rows=6, wide=True
    )
    form = fields.ChoiceField(gettext_lazy("Hình thức đề nghị"), choices=Commendation.Form.choices)

    def facts(self, grounds: Sequence[Mapping[str, Any]]) -> CommendationFacts:
        return CommendationFacts(**self.cleaned_data, grounds=grounds)


class SubmitForm(fields.Form):
    chosen = fields.ManyField(gettext_lazy("Đề nghị được trình"), choices=())
    paper_number = fields.TextField(
        gettext_lazy("Số tờ trình"), longest=rules.LONGEST_NUMBER,
        hint=gettext_lazy("Như 45/TTr-SKHCN"),
    )  # fmt: skip
    on = fields.DayField(gettext_lazy("Ngày trình"))

    def __init__(self, *args: Any, waiting: Sequence[Commendation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(one.number, str(one)) for one in waiting]  # type: ignore[attr-defined]


class CommendForm(DecisionWithNoteForm):
    form = fields.ChoiceField(gettext_lazy("Hình thức"), choices=Commendation.Form.choices)
