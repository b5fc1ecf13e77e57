"""Subjects and their questions: put in as they ship, then changed by keepers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.training import packaged, rules
from txng.training.actions.shared import refuse_others_than_keepers, tidy
from txng.training.errors import FieldError, StaleError
from txng.training.models import Question, Subject
from txng.training.rules import quiz
from txng.ui import fold, typed_values


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    title: str
    curriculum: str
    hours: int
    summary: str = ""
    clause: str = ""
    pass_mark: int = quiz.USUAL_MARK
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """`choices`: text and whether it is right."""

    kind: str
    text: str
    choices: Sequence[tuple[str, bool]]
    why: str = ""


@transaction.atomic
def put_in_packaged_subjects(*, by: Actor) -> int:
    """How many were new; one that is here already is left as it is. Raises NotAllowedError."""
    refuse_others_than_keepers(by)
    known = set(Subject.objects.values_list("code", flat=True))
    made = 0
    for place, row in enumerate(packaged.subjects()):
        if row["code"] in known:
            continue
        subject = Subject.objects.create(
            code=row["code"],
            title=row["title"],
            clause=row["clause"],
            summary=row["summary"],
            curriculum=row["curriculum"].strip(),
            hours=row["hours"],
            pass_mark=row["pass_mark"],
            position=10 * (place + 1),
        )
        for number, question in enumerate(row.get("question", ()), 1):
            Question.objects.create(
                subject=subject,
                number=number,
                kind=question["kind"],
                text=question["text"],
                why=question["why"],
                choices=[
                    {"text": text.removeprefix("*"), "is_right": text.startswith("*")}
                    for text in question["choices"]
                ],
            )
        made += 1
        journal.record(by, "course_subject.put_in", subject)
    return made


@transaction.atomic
def save_subject(*, by: Actor, subject: Subject | None, facts: SubjectFacts) -> Subject:
    """A new one where there is none. Raises FieldError, NotAllowedError."""
    refuse_others_than_keepers(by)
    title = tidy(facts.title, "title", rules.LONGEST_TITLE, _("Nhập tên chuyên đề."))
    curriculum = typed_values.lines(facts.curriculum)
    if not 0 < len(curriculum) <= rules.LONGEST_TEXT:
        raise FieldError(
            _("Ghi nội dung, mỗi dòng một ý, tối đa %(most)d ký tự.")
            % {"most": rules.LONGEST_TEXT},
            "curriculum",
        )
    if not 1 <= facts.hours <= 400:
        raise FieldError(_("Số giờ từ 1 đến 400."), "hours")
    if not 1 <= facts.pass_mark <= 100:
        raise FieldError(_("Điểm đạt là phần trăm, từ 1 đến 100."), "pass_mark")
    is_new = subject is None
    row = Subject(code=_free_code(title)) if subject is None else _locked(subject)
    row.title, row.curriculum, row.hours = title, curriculum, facts.hours
    row.summary, row.clause = typed_values.text(facts.summary)[:500], facts.clause
    row.pass_mark, row.is_offered = facts.pass_mark, facts.is_offered
    row.save()
    journal.record(by, "course_subject.added" if is_new else "course_subject.changed", row)
    return row


@transaction.atomic
def save_question(
    *, by: Actor, subject: Subject, question: Question | None, facts: QuestionFacts
) -> Question:
    """A new one, or another wording in the place of `question`: answers that were given keep theirs.

    Raises FieldError, NotAllowedError, StaleError.
    """
    refuse_others_than_keepers(by)
    _locked(subject)
    text = tidy(facts.text, "text", quiz.LONGEST_QUESTION, _("Nhập câu hỏi."))
    choices = [(typed_values.text(words), right) for words, right in facts.choices]
    choices = [(words, right) for words, right in choices if words]
    _refuse_odd(facts.kind, choices)
    if question is None:
        last = Question.objects.filter(subject=subject, is_asked=True).aggregate(Max("number"))
        number = (last["number__max"] or 0) + 1
    else:
        number = question.number
        _stop_asking(question)
    made = Question.objects.create(
        subject=subject,
        number=number,
        kind=facts.kind,
        text=text,
        why=typed_values.text(facts.why)[:500],
        choices=[{"text": words, "is_right": right} for words, right in choices],
    )
    journal.record(by, "quiz_question.added" if question is None else "quiz_question.changed", made)
    return made


@transaction.atomic
def drop_question(*, by: Actor, question: Question) -> Question:
    """It is asked no more; answers stay. Raises NotAllowedError, StaleError."""
    refuse_others_than_keepers(by)
    _stop_asking(question)
    journal.record(by, "quiz_question.dropped", question)
    return question


@transaction.atomic
def ask_again(*, by: Actor, question: Question) -> Question:
    """The way back from `drop_question`. Raises NotAllowedError, StaleError."""
    refuse_others_than_keepers(by)
    _locked(question.subject)
    last = Question.objects.filter(subject=question.subject, is_asked=True).aggregate(Max("number"))
    won = Question.objects.filter(pk=question.pk, is_asked=False).update(
        is_asked=True, number=(last["number__max"] or 0) + 1
    )
    if not won:
        raise StaleError(_("Câu hỏi này đang được hỏi."))
    journal.record(by, "quiz_question.asked_again", question)
    return Question.objects.get(pk=question.pk)


def _stop_asking(question: Question) -> None:
    if not Question.objects.filter(pk=question.pk, is_asked=True).update(is_asked=False):
        raise StaleError(_("Câu hỏi này vừa được sửa hoặc bỏ. Mở lại trang chuyên đề."))


def _refuse_odd(kind: str, choices: Sequence[tuple[str, bool]]) -> None:
    if kind not in quiz.KINDS:
        raise FieldError(_("Chọn loại câu hỏi."), "kind")
    if any(len(words) > quiz.LONGEST_CHOICE for words, _right in choices):
        raise FieldError(
            _("Mỗi đáp án tối đa %(most)d ký tự.") % {"most": quiz.LONGEST_CHOICE}, "choices"
        )
    if len({fold.fold(words) for words, _right in choices}) < len(choices):
        raise FieldError(_("Có hai đáp án giống nhau. Sửa hoặc bỏ một."), "choices")
    word = quiz.problem(kind, [right for _words, right in choices])
    sentences = {
        "few": _("Cần ít nhất 2 đáp án, mỗi dòng một đáp án."),
        "many": _("Cần nhiều nhất 8 đáp án."),
        "none": _("Đánh dấu * trước đáp án đúng."),
        "several": _("Câu một đáp án chỉ có một dấu *. Bỏ bớt dấu, hoặc đổi loại câu hỏi."),
    }
    if word:
        raise FieldError(sentences[word], "choices")


def _free_code(title: str) -> str:
    stem = slugify(fold.fold(title))[:50] or "chuyen-de"
    taken = set(Subject.objects.filter(code__startswith=stem).values_list("code", flat=True))
    number, code = 2, stem
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    return code


def _locked(subject: Subject) -> Subject:
    return Subject.objects.select_for_update().get(pk=subject.pk)
