"""Forms of keepers: a subject, a question, a line of the plan, what results are of."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from txng.parties import administrative_units as units
from txng.training import rules, words
from txng.training.actions.subjects import QuestionFacts, SubjectFacts
from txng.training.models import Question, Subject
from txng.training.queries import subjects as queries
from txng.training.rules import quiz
from txng.ui import fields
from txng.ui.collation import sort_key

CLAUSES = (("II.2.a", "II.2.a"), ("II.2.b", "II.2.b"), ("I.2", "I.2"), ("IV.1.đ", "IV.1.đ"))


class SubjectForm(fields.Form):
    title = fields.TextField(_("Tên chuyên đề"), longest=rules.LONGEST_TITLE, wide=True)
    summary = fields.TextField(_("Học để làm gì"), longest=500, required=False, wide=True)
    clause = fields.ChoiceField(_("Điều khoản của Kế hoạch 6736"), choices=CLAUSES, required=False)
    curriculum = fields.TextField(
        _("Nội dung"), longest=rules.LONGEST_TEXT, rows=8, wide=True, hint=_("Mỗi dòng một ý")
    )
    hours = fields.NumberField(_("Số giờ"), whole=True, least=1, most=400)
    pass_mark = fields.NumberField(
        _("Điểm đạt bài kiểm tra (%)"), whole=True, least=1, most=100, hint=_("Thường là 70")
    )
    is_offered = fields.FlagField(_("Đang dạy: nhận nhu cầu và mở lớp mới"))

    @property
    def facts(self) -> SubjectFacts:
        return SubjectFacts(**self.cleaned_data)

    @staticmethod
    def first_values(one: Subject | None) -> dict[str, Any]:
        if one is None:
            return {"pass_mark": quiz.USUAL_MARK, "is_offered": True}
        return {name: getattr(one, name) for name in SubjectFacts.__dataclass_fields__}


class QuestionForm(fields.Form):
    kind = fields.ChoiceField(_("Loại câu hỏi"), choices=Question.Kind.choices, radio=True)
    text = fields.TextField(_("Câu hỏi"), longest=quiz.LONGEST_QUESTION, rows=2, wide=True)
    choices = fields.TextField(
        _("Đáp án"), longest=3000, rows=6, wide=True,
        hint=_("Mỗi dòng một đáp án, đặt dấu * trước đáp án đúng"),
    )  # fmt: skip
    why = fields.TextField(
        _("Giải thích"), longest=500, required=False, wide=True, hint=_("Hiện sau khi nộp bài")
    )

    @property
    def facts(self) -> QuestionFacts:
        told = self.cleaned_data
        lines = [line.strip() for line in told["choices"].splitlines() if line.strip()]
        choices = [(line.lstrip("* ").strip(), line.startswith("*")) for line in lines]
        return QuestionFacts(told["kind"], " ".join(told["text"].split()), choices, told["why"])

    @staticmethod
    def first_values(one: Question | None) -> dict[str, Any]:
        if one is None:
            return {"kind": quiz.SINGLE}
        lines = [("* " if c["is_right"] else "") + c["text"] for c in one.choices]
        return {"kind": one.kind, "text": one.text, "why": one.why, "choices": "\n".join(lines)}


class PlanLineForm(fields.Form):
    classes = fields.NumberField(_("Số lớp"), whole=True, least=0, most=500)
    people = fields.NumberField(_("Số người"), whole=True, least=0, most=100_000)
    note = fields.TextField(_("Ghi chú"), longest=rules.LONGEST_REASON, required=False, wide=True)


def _communes() -> list[tuple[str, str]]:
    return sorted(
        ((unit.code, unit.name) for unit in units.communes()), key=lambda one: sort_key(one[1])
    )


class ResultsForm(fields.Form):
    """What results are of; in the address, so that it can be sent to somebody."""

    subject = fields.ChoiceField(
        _("Chuyên đề"), required=False,
        choices=lambda: [(one.code, one.title) for one in queries.subjects(None)],
    )  # fmt: skip
    kind = fields.ChoiceField(_("Đối tượng"), choices=tuple(words.KINDS.items()), required=False)
    commune = fields.ChoiceField(_("Xã, phường của lớp"), choices=_communes, required=False)
