"""Objects of training for the matrix: needs, plans, classes and everything in them, papers."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from tests import people
from tests.accounts.matrix import Objects
from tests.documents.test_attachments import picture
from tests.parties import register as entries
from tests.training import courses
from txng.training.actions import classes as verbs
from txng.training.actions import needs, subjects
from txng.training.actions.needs import NeedFacts
from txng.training.models import Need, PlanLine, Question, Subject, TrainingClass, YearPlan
from txng.training.queries import classes as queries

MISSING = 999_999_999
NOBODY: frozenset[str] = frozenset()
SEERS = frozenset({"thuong-truc", "can-bo", "tai-chinh", "phoi-hop", "lanh-dao"})
KEEPERS = frozenset({"thuong-truc"})
"""Trainers see their own class alone, and the people of the matrix teach none."""

NO_CLASS = {"code": "LH-2026-9999"}


def _of(own: Mapping[str, Any], foreign: Mapping[str, Any], missing: Mapping[str, Any],
        seen: frozenset[str]) -> Objects:  # fmt: skip
    return Objects(
        own=own, foreign=foreign, missing=missing,
        seen_by={"own": seen, "foreign": seen}, seen_by_ours=NOBODY,
    )  # fmt: skip


def one_class(seen: frozenset[str], state: str = "open", **more: Any) -> Callable[[], Objects]:
    """`more`: what the route names beside the class, of each."""

    def make() -> Objects:
        people.staff_of("so-khcn")
        begin = courses.draft if state == "draft" else courses.opened
        ours, others = begin(), begin(title="Lớp khác")
        return _of(
            {"code": ours.code} | {key: ask(ours) for key, ask in more.items()},
            {"code": others.code} | {key: ask(others) for key, ask in more.items()},
            NO_CLASS | dict.fromkeys(more, MISSING),
            seen,
        )

    return make


def _first_session(one: TrainingClass) -> int:
    return 1


def _trainer(one: TrainingClass) -> int:
    return queries.trainers(one)[0].pk


def _learner(one: TrainingClass) -> int:
    return courses.registered(one, one.pk).pk


def _material(one: TrainingClass) -> int:
    return verbs.add_material(
        by=courses.keeper(), training_class=one, title="Bài giảng", file_name="bai.png",
        content=picture(),
    ).pk  # fmt: skip


def paper(seen: frozenset[str]) -> Callable[[], Objects]:
    def make() -> Objects:
        _one, (ours, others) = courses.with_papers()
        return _of(
            {"number": ours.number}, {"number": others.number}, {"number": "GCN-2026-999999"}, seen
        )

    return make


def own_needs() -> Objects:
    entries.ans_cooperative()
    entries.dungs_company()
    first = {"year": timezone.localdate().year, "subject": courses.subject(), "people": 3}
    told = [
        needs.tell_need(by=person, facts=NeedFacts(kind="hop-tac-xa", **first))
        for person in (people.an(), people.dung())
    ]
    return Objects(
        own={"number": told[0].pk},
        foreign={"number": told[1].pk},
        missing={"number": MISSING},
        seen_by={"own": KEEPERS, "foreign": KEEPERS},
        seen_by_ours=frozenset({"chu-co-so", "chu-co-so-cho"}),
    )


def _plan(year: int) -> YearPlan:
    entries.ans_cooperative()
    facts = NeedFacts(year, courses.subject(), "hop-tac-xa", 30)
    needs.tell_need(by=people.an(), facts=facts)
    return needs.draft_plan(by=courses.keeper(), year=year)


def years(seen: frozenset[str]) -> Callable[[], Objects]:
    def make() -> Objects:
        _plan(2026)
        Need.objects.update(year=2027)
        needs.draft_plan(by=courses.keeper(), year=2027)
        return _of({"year": 2026}, {"year": 2027}, {"year": 1812}, seen)

    return make


def plan_lines() -> Objects:
    ours = PlanLine.objects.get(plan=_plan(2026))
    others = PlanLine.objects.create(
        plan=ours.plan,
        subject=Subject.objects.exclude(pk=ours.subject_id).first(),
        classes=1,
        people=9,
    )
    return _of({"number": ours.pk}, {"number": others.pk}, {"number": MISSING}, KEEPERS)


def one_subject(seen: frozenset[str]) -> Callable[[], Objects]:
    def make() -> Objects:
        courses.subject()
        return _of(
            {"code": courses.SUBJECT}, {"code": "van-hanh-he-thong"}, {"code": "khong-co"}, seen
        )

    return make


def questions(*, dropped: bool = False) -> Callable[[], Objects]:
    def make() -> Objects:
        ours, others = Question.objects.filter(subject=courses.subject())[:2]
        if dropped:
            for one in (ours, others):
                subjects.drop_question(by=courses.keeper(), question=one)
        return _of({"number": ours.pk}, {"number": others.pk}, {"number": MISSING}, KEEPERS)

    return make


OBJECTS: Mapping[str, Callable[[], Objects]] = {
    "training:take_need_back": own_needs,
    "training:plan": years(SEERS),
    "training:draft_plan": years(KEEPERS),
    "training:approve_plan": years(KEEPERS),
    "training:take_approval_back": years(KEEPERS),
    "training:plan_line": plan_lines,
    "training:subject": one_subject(SEERS),
    "training:edit_subject": one_subject(KEEPERS),
    "training:add_question": one_subject(KEEPERS),
    "training:edit_question": questions(),
    "training:drop_question": questions(),
    "training:ask_again": questions(dropped=True),
    "training:class": one_class(SEERS),
    "training:edit_class": one_class(KEEPERS),
    "training:add_session": one_class(KEEPERS),
    "training:remove_session": one_class(KEEPERS, number=_first_session),
    "training:add_trainer": one_class(KEEPERS),
    "training:remove_trainer": one_class(KEEPERS, number=_trainer),
    "training:publish": one_class(KEEPERS, "draft"),
    "training:unpublish": one_class(KEEPERS),
    "training:cancel": one_class(KEEPERS),
    "training:finish": one_class(KEEPERS),
    "training:reopen": one_class(KEEPERS),
    "training:drop": one_class(KEEPERS, "draft"),
    "training:add_material": one_class(KEEPERS),
    "training:material": one_class(SEERS, number=_material),
    "training:remove_material": one_class(KEEPERS, number=_material),
    "training:attendance": one_class(KEEPERS, number=_first_session),
    "training:projector": one_class(KEEPERS, number=_first_session),
    "training:take_ticket": one_class(KEEPERS, number=_first_session),
    "training:take_back": one_class(KEEPERS, number=_first_session, learner=_learner),
    "training:learners": one_class(KEEPERS),
    "training:put_down": one_class(KEEPERS),
    "training:let_in": one_class(KEEPERS, number=_learner),
    "training:erase_learner": one_class(KEEPERS, number=_learner),
    "training:issue": one_class(KEEPERS),
    "training:judgement": one_class(SEERS),
    "training:paper": paper(KEEPERS),
    "training:paper_file": paper(KEEPERS),
    "training:revoke_paper": paper(KEEPERS),
    "training:restore_paper": paper(KEEPERS),
}
