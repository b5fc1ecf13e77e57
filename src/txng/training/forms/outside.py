"""Forms that people without an account fill in: to register, to be counted, after the class, a need."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.parties.place_field import CommuneField
from txng.training import rules, words
from txng.training.actions.learners import Person
from txng.training.models import Question, Subject
from txng.training.rules import needs, quiz
from txng.ui import fields

KINDS = tuple(words.KINDS.items())
LEVELS = words.LEVELS
MARKS = [(str(level), str(level)) for level in range(1, 6)]


class RegisterForm(fields.Form):
    """Three things, one more for whoever comes from somewhere, and consent."""

    name = fields.TextField(
        _("Họ tên"), longest=rules.LONGEST_NAME, hint=_("Sẽ in trên giấy chứng nhận")
    )
    contact = fields.TextField(_("Điện thoại hoặc thư điện tử"), longest=120)
    kind = fields.ChoiceField(_("Bạn là"), choices=KINDS)
    organisation = fields.TextField(
        _("Đơn vị"), longest=rules.LONGEST_TITLE, required=False,
        hint=_("Công chức ghi tên cơ quan để tính vào kết quả của cơ quan"),
    )  # fmt: skip
    consent = fields.FlagField(
        _("Tôi đồng ý để dùng họ tên và số liên lạc của tôi cho lớp này"), required=True
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["contact"].widget.attrs["autocomplete"] = "tel"
        self.fields["organisation"].widget.attrs |= {
            "autocomplete": "organization",
            "list": "agencies",
        }

    @property
    def person(self) -> Person:
        told = self.cleaned_data
        return Person(told["name"], told["contact"], told["kind"], told["organisation"])


class OwnNeedForm(fields.Form):
    """Of somebody without an account."""

    subject = fields.ChoiceField(_("Bạn muốn học gì"), choices=())
    kind = fields.ChoiceField(_("Bạn là"), choices=KINDS)
    contact = fields.TextField(
        _("Điện thoại hoặc thư điện tử"), longest=120, hint=_("Để báo khi có lớp")
    )
    commune = CommuneField(_("Xã, phường nơi bạn ở"), required=False)
    consent = fields.FlagField(
        _("Tôi đồng ý để dùng số liên lạc này báo cho tôi khi có lớp"), required=True
    )

    def __init__(self, *args: Any, subjects: Sequence[Subject], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["subject"].choices = subject_choices(subjects)  # type: ignore[attr-defined]


class NeedForm(fields.Form):
    """Of an agency or an enterprise."""

    year = fields.NumberField(_("Năm"), whole=True, least=needs.FIRST_YEAR, most=needs.LAST_YEAR)
    subject = fields.ChoiceField(_("Chuyên đề"), choices=())
    kind = fields.ChoiceField(_("Người học là"), choices=KINDS)
    people = fields.NumberField(_("Số người"), whole=True, least=1, most=needs.MOST_PEOPLE)
    note = fields.TextField(
        _("Ghi chú"), longest=rules.LONGEST_REASON, required=False, wide=True,
        hint=_("Như nơi học, thời gian thuận tiện"),
    )  # fmt: skip

    def __init__(self, *args: Any, subjects: Sequence[Subject], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["subject"].choices = subject_choices(subjects)  # type: ignore[attr-defined]


class CodeForm(fields.Form):
    code = fields.TextField(
        _("Mã vé"), longest=20, hint=_("6 ký tự trên vé, như K7M-2QP; không phân biệt hoa thường")
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["code"].widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}


class LevelForm(fields.Form):
    level = fields.ChoiceField(
        _("Trước lớp này, bạn hiểu về truy xuất nguồn gốc đến đâu?"),
        choices=LEVELS,
        radio=True,
    )


class FeedbackForm(fields.Form):
    useful = fields.ChoiceField(
        _("Lớp có ích cho công việc của bạn không? 1 là không ích, 5 là rất có ích"), radio=True,
        choices=MARKS,
    )  # fmt: skip
    taught = fields.ChoiceField(
        _("Giảng viên dạy có dễ hiểu không? 1 là khó hiểu, 5 là rất dễ hiểu"), radio=True,
        choices=MARKS,
    )  # fmt: skip
    words = fields.TextField(
        _("Lớp sau nên làm gì khác?"), longest=1000, rows=3, required=False, wide=True
    )
    knows_after = fields.ChoiceField(
        _("Sau lớp này, bạn hiểu về truy xuất nguồn gốc đến đâu?"), choices=LEVELS, radio=True
    )


class QuizForm(fields.Form):
    """A field for each question, called "q" and its number; nothing is ticked beforehand."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._questions = questions
        for place, one in enumerate(questions, 1):
            choices = [(str(at), choice["text"]) for at, choice in enumerate(one.choices)]
            label = f"{place}. {one.text}"
            missing = _("Chọn câu trả lời.")
            if one.kind == quiz.MANY:
                self.fields[f"q{one.pk}"] = fields.ManyField(
                    label, choices=choices, missing=missing, hint=_("Chọn mọi câu đúng")
                )
            else:
                self.fields[f"q{one.pk}"] = fields.ChoiceField(
                    label, choices=choices, radio=True, missing=missing
                )

    @property
    def answers(self) -> dict[int, list[int]]:
        found = {}
        for one in self._questions:
            told = self.cleaned_data[f"q{one.pk}"]
            found[one.pk] = [int(at) for at in (told if isinstance(told, list) else [told])]
        return found


def subject_choices(subjects: Sequence[Subject]) -> list[tuple[str, Any]]:
    return [("", fields.NOTHING_CHOSEN), *((one.code, one.title) for one in subjects)]


def this_year() -> int:
    return timezone.localdate().year
