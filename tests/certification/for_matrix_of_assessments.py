"""Objects of checklists, assessments and declarations for the matrix; for_matrix.py names them.

Checklists belong to the province: "own" is a draft or version of Bình's agency, "foreign" one of another.
"""

from collections.abc import Callable

from tests import people
from tests.accounts.matrix import Kwargs, Objects
from tests.certification import assessing
from txng.accounts.actors import Actor
from txng.certification.actions import assessments, checklists, declarations
from txng.certification.actions.checklists import CriterionFacts
from txng.certification.models import Assessment, ChecklistVersion, Declaration
from txng.certification.queries import checklists as questions

MISSING = 999_999_999
NO_NUMBER = "CB-2026-999999"
OFFICERS = frozenset({"thuong-truc", "can-bo", "kiem-tra"})
READ = OFFICERS | {"chung-nhan", "chu-co-so", "chu-co-so-cho", "nhan-vien"}
KEEP = frozenset({"thuong-truc"})
OWNER = frozenset({"chu-co-so"})


# --- checklists -----------------------------------------------------------------------------------


def another_draft() -> ChecklistVersion:
    """Of another checklist, with one part and one criterion."""
    draft = checklists.define_checklist(
        by=people.officer(role="thuong-truc"), code="rau-qua", title="Rau quả", standard="TCVN 12827:2023"
    )  # fmt: skip
    part = checklists.add_section(by=people.binh(), version=draft, title="Phần một")
    checklists.write_criterion(
        by=people.binh(), version=draft, facts=CriterionFacts(part.pk, "1", "Một")
    )
    return draft


def shared(own: Kwargs, foreign: Kwargs, missing: Kwargs, seen: frozenset[str]) -> Objects:
    return Objects(
        own=own,
        foreign=foreign,
        missing=missing,
        seen_by={"own": seen, "foreign": seen},
        seen_by_ours=frozenset(),
    )


def drafts() -> Objects:
    ours, others = assessing.draft(), another_draft()
    return shared({"number": ours.pk}, {"number": others.pk}, {"number": MISSING}, KEEP)


def dropped() -> Objects:
    both = [checklists.drop_draft(by=people.binh(), version=assessing.draft())]
    both.append(checklists.drop_draft(by=people.binh(), version=another_draft()))
    ours, others = both
    return shared({"number": ours.pk}, {"number": others.pk}, {"number": MISSING}, KEEP)


def versions() -> Objects:
    """One in force, which everybody at work reads, and one waiting."""
    first = assessing.version()
    second = checklists.put_in_force(
        by=people.binh(), version=another_draft(), holds_from=assessing.tomorrow()
    )
    return shared({"number": first.pk}, {"number": second.pk}, {"number": MISSING}, READ)


def sections() -> Objects:
    ours, others = (questions.sections(one)[0].pk for one in (assessing.draft(), another_draft()))
    return shared({"number": ours}, {"number": others}, {"number": MISSING}, KEEP)


def criteria() -> Objects:
    ours, others = (
        assessing.criterion(of=assessing.draft()),
        assessing.criterion("1", another_draft()),
    )
    return shared({"number": ours.pk}, {"number": others.pk}, {"number": MISSING}, KEEP)


def codes(seen: frozenset[str]) -> Callable[[], Objects]:
    def make() -> Objects:
        one = assessing.checklist()
        other = another_draft().checklist
        return shared({"code": one.code}, {"code": other.code}, {"code": "khong-co"}, seen)

    return make


# --- assessments ----------------------------------------------------------------------------------

Made = Callable[[Actor], Assessment]


def half_done(person: Actor) -> Assessment:
    return assessing.started(person)


def finished(person: Actor) -> Assessment:
    return assessing.finished(person)


def given_up(person: Actor) -> Assessment:
    return assessments.drop_assessment(by=person, assessment=assessing.started(person))


def of_enterprises(
    made: Made,
    *,
    officers: frozenset[str] = frozenset(),
    ours: frozenset[str] = OWNER,
    part: bool = False,
    file: bool = False,
) -> Callable[[], Objects]:
    def kwargs(person: Actor) -> Kwargs:
        if file:
            one = assessing.started(person)
            paper = assessments.attach_evidence(
                by=person, assessment=one, criterion=assessing.criterion(), file_name="a.pdf",
                content=assessing.PDF,
            )  # fmt: skip
            return {"number": one.pk, "attachment": paper.pk}
        one = made(person)
        first = {"section": questions.sections(one.version)[0].pk} if part else {}
        return {"number": one.pk, **first}

    def make() -> Objects:
        own, foreign = kwargs(people.an()), kwargs(people.dung())
        return Objects(
            own=own,
            foreign=foreign,
            missing=dict(own) | {"number": MISSING},
            seen_by={"own": officers, "foreign": officers},
            seen_by_ours=ours,
        )

    return make


# --- declarations ---------------------------------------------------------------------------------


def got(person: Actor) -> Declaration:
    return assessing.received(person)


def sent(person: Actor) -> Declaration:
    return assessing.declared(person)


def of_numbers(
    made: Callable[[Actor], Declaration],
    *,
    officers: frozenset[str] = OFFICERS,
    ours: frozenset[str] = frozenset({"chu-co-so", "chu-co-so-cho", "nhan-vien"}),
    file: bool = False,
) -> Callable[[], Objects]:
    def kwargs(person: Actor) -> Kwargs:
        one = made(person)
        if not file:
            return {"number": one.number}
        paper = declarations.attach_paper(
            by=person, declaration=one, file_name="a.pdf", content=assessing.PDF
        )
        return {"number": one.number, "attachment": paper.pk}

    def make() -> Objects:
        own, foreign = kwargs(people.an()), kwargs(people.dung())
        return Objects(
            own=own,
            foreign=foreign,
            missing=dict(own) | {"number": NO_NUMBER},
            seen_by={"own": officers, "foreign": officers},
            seen_by_ours=ours,
        )

    return make


STAFF = frozenset({"chu-co-so", "chu-co-so-cho", "nhan-vien"})
NOBODY: frozenset[str] = frozenset()
OBJECTS = {
    "certification:checklist_version": versions,
    "certification:open_draft": codes(KEEP),
    "certification:describe_draft": drafts,
    "certification:issue_checklist": drafts,
    "certification:drop_draft": drafts,
    "certification:resume_draft": dropped,
    "certification:new_section": drafts,
    "certification:new_criterion": drafts,
    "certification:rename_section": sections,
    "certification:remove_section": sections,
    "certification:move_section": sections,
    "certification:edit_criterion": criteria,
    "certification:remove_criterion": criteria,
    "certification:restore_criterion": criteria,
    "certification:move_criterion": criteria,
    "certification:start": codes(OWNER),
    "certification:assessment": of_enterprises(finished, officers=OFFICERS, ours=STAFF),
    "certification:part": of_enterprises(half_done, part=True),
    "certification:finish": of_enterprises(half_done),
    "certification:drop": of_enterprises(half_done),
    "certification:resume": of_enterprises(given_up),
    "certification:evidence": of_enterprises(half_done, ours=STAFF, file=True),
    "certification:take_file_away": of_enterprises(half_done, file=True),
    "certification:declaration": of_numbers(sent),
    "certification:receive": of_numbers(sent, ours=NOBODY),
    "certification:return_declaration": of_numbers(sent, ours=NOBODY),
    "certification:end_declaration": of_numbers(got, ours=NOBODY),
    "certification:withdraw_declaration": of_numbers(sent, officers=NOBODY, ours=OWNER),
    "certification:undo_declaration": of_numbers(got),
    "certification:paper": of_numbers(sent, file=True),
}
