"""/assessments/: self-assessments and declarations, for machines with a key of an enterprise.

    GET        /assessments/checklists              versions in force, with their criteria
    GET  POST  /assessments/runs                    the own ones and those within reach; begin one
    GET        /assessments/runs/{id}               answers, what the registers see, the result
    PUT        /assessments/runs/{id}/answers       {"2.1": {"verdict": "dat", "note": ".."}}, any number
    POST       /assessments/runs/{id}/finish        for good
    GET  POST  /assessments/declarations            the own ones and those within reach; declare
    GET        /assessments/declarations/{number}   one

`Authorization: Bearer KEY` with the right certification.see, to write certification.assess. Errors are
problem documents; `field` names the member that is wrong. What is of others answers like what is not there.
"""

from datetime import date
from typing import Any, Final

import msgspec
from django.db import transaction
from django.utils import timezone

from txng.accounts.access import requires_right
from txng.accounts.machine_door import (
    Answer,
    Door,
    Request,
    camel,
    json,
    nothing,
    problem,
    routes,
)
from txng.certification.actions import assessments as actions
from txng.certification.actions import declarations as declaring
from txng.certification.actions.assessments import Given
from txng.certification.actions.declarations import DeclarationFacts
from txng.certification.errors import (
    CertificationError,
    NotAllowedError,
    NotThereError,
    StepError,
)
from txng.certification.models import Assessment, ChecklistVersion, Declaration
from txng.certification.queries import assessments as queries
from txng.certification.queries import checklists
from txng.certification.queries import declarations as declared
from txng.certification.rules import ASSESS, SEE
from txng.certification.rules import checklists as rules
from txng.certification.rules import declarations as steps
from txng.certification.rules.certificates import read_code

MOST_LISTED: Final = 500


class Begin(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    checklist: str = rules.TCVN_13167


class OneAnswer(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    verdict: str = ""
    note: str = ""


class NewDeclaration(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Groups by path, trade items by id, sites by code. `certificate` is the code of one's own in the
    register, "CN-000042-8": number, body and last day are then left out."""

    basis: str
    standard: str
    declared_on: date
    valid_to: date
    signer_name: str
    signer_title: str
    assessment: int | None = None
    certificate: str = ""
    certificate_number: str = ""
    certificate_body: str = ""
    certificate_valid_to: date | None = None
    groups: tuple[str, ...] = ()
    trade_items: tuple[int, ...] = ()
    sites: tuple[str, ...] = ()


# --- checklists and assessments -------------------------------------------------------------------


def list_checklists(request: Request) -> Answer:
    found = checklists.all_in_force(request.actor, timezone.localdate())
    return json(200, {"checklists": [_version(one) for one in found]})


def _version(one: ChecklistVersion) -> dict[str, Any]:
    return {
        "code": one.checklist.code,
        "standard": one.checklist.standard,
        "version": one.number,
        "passShare": one.pass_share,
        "sections": [
            {
                "title": part.title,
                "criteria": [
                    {
                        "code": row.code,
                        "text": row.text,
                        "evidence": row.evidence or None,
                        "isMandatory": row.is_mandatory,
                        "weight": row.weight,
                        "mayNotApply": row.may_not_apply,
                    }
                    for row in part.criteria.all()
                ],
            }
            for part in checklists.sections(one)
        ],
    }


def list_runs(request: Request) -> Answer:
    limit = min(max(request.number("limit", 100), 1), MOST_LISTED)
    rows = queries.assessments(request.actor).filter(pk__gt=request.number("after", 0))
    found = list(rows.order_by("pk")[: limit + 1])
    more = found[limit - 1].pk if len(found) > limit else None
    return json(200, {"runs": [_short(one) for one in found[:limit]], "after": more})


def post_run(request: Request) -> Answer:
    wanted = request.body(Begin)
    checklist = checklists.checklist(request.actor, wanted.checklist)
    if checklist is None:
        return problem(
            422, "Unknown checklist", f"Expected the code of a checklist, got {wanted.checklist[:40]!r}",
            "Chưa có bộ tiêu chí đó.", field="checklist",
        )  # fmt: skip
    made = actions.start_assessment(by=request.actor, checklist=checklist)
    headers = (("Location", f"/assessments/runs/{made.pk}"),)
    return json(201, _whole(request, made), headers=headers)


def get_run(request: Request, number: int) -> Answer:
    one = queries.assessment(request.actor, number)
    return nothing() if one is None else json(200, _whole(request, one))


def put_answers(request: Request, number: int) -> Answer:
    """All of them or none."""
    given = request.body(dict[str, OneAnswer])
    one = queries.writable(request.actor, number)
    if one is None:
        return nothing()
    sections = checklists.sections(one.version)
    known = {row.code: row for part in sections for row in part.criteria.all()}
    if unknown := sorted(set(given) - set(known)):
        return problem(
            422, "Unknown criterion", f"Expected codes of criteria, got {unknown[:5]}",
            "Bộ tiêu chí không có mã đó.", field=unknown[0],
        )  # fmt: skip
    names = {f"{letter}{row.pk}": row.code for row in known.values() for letter in "vn"}
    try:
        with transaction.atomic():
            for part in sections:
                told = {
                    row.pk: Given(given[row.code].verdict, given[row.code].note.strip())
                    for row in part.criteria.all()
                    if row.code in given
                }
                if told:
                    actions.answer_section(
                        by=request.actor, assessment=one, section=part, answers=told
                    )
    except CertificationError as refused:
        refused.field = names.get(refused.field, refused.field)
        raise
    return json(200, _whole(request, one))


def finish_run(request: Request, number: int) -> Answer:
    one = queries.writable(request.actor, number)
    if one is None:
        return nothing()
    return json(200, _whole(request, actions.finish_assessment(by=request.actor, assessment=one)))


def _short(one: Assessment) -> dict[str, Any]:
    return {
        "id": one.pk,
        "enterprise": one.enterprise.code,
        "checklist": one.version.checklist.code,
        "version": one.version.number,
        "state": one.state,
        "passed": one.passed,
        "share": one.share,
        "finishedAt": None if one.finished_at is None else one.finished_at.isoformat(),
    }


def _whole(request: Request, one: Assessment) -> dict[str, Any]:
    result = queries.judged(one)
    return {
        **_short(one),
        "answers": {
            line.criterion.code: {
                "verdict": (line.answer.verdict or None) if line.answer else None,
                "note": (line.answer.note or None) if line.answer else None,
                "isConfirmed": bool(line.answer and line.answer.is_confirmed),
                "seenByRegisters": None
                if line.observed is None
                else rules.MET
                if line.observed.holds
                else rules.UNMET,
            }
            for part in queries.parts(request.actor, one)
            for line in part.lines
        },
        "unanswered": list(result.unanswered),
        "unmetMandatory": list(result.unmet_mandatory),
        "shareNow": result.share,
    }


# --- declarations ---------------------------------------------------------------------------------


def list_declarations(request: Request) -> Answer:
    limit = min(max(request.number("limit", 100), 1), MOST_LISTED)
    rows = declared.declarations(request.actor).order_by("number")
    if after := request.parameter("after"):
        rows = rows.filter(number__gt=after[:20])
    found = list(rows[: limit + 1])
    more = found[limit - 1].number if len(found) > limit else None
    return json(200, {"declarations": [_declaration(one) for one in found[:limit]], "after": more})


def post_declaration(request: Request) -> Answer:
    new = request.body(NewDeclaration)
    enterprise = queries.own_enterprise(request.actor)
    if enterprise is None:
        raise NotAllowedError("Tổ chức của khóa này chưa có hồ sơ cơ sở.")
    groups = {one.path.rstrip("/"): one.pk for one in declared.own_groups(enterprise)}
    code = read_code(new.certificate) or new.certificate
    own = declared.own_certificates(enterprise).filter(code=code).values_list("pk", flat=True)
    sites = {one.code: one.pk for one in declared.own_sites(enterprise)}
    made = declaring.declare(
        by=request.actor,
        facts=DeclarationFacts(
            basis=new.basis,
            standard=new.standard.strip()[: steps.LONGEST_STANDARD],
            declared_on=new.declared_on,
            valid_to=new.valid_to,
            signer_name=new.signer_name.strip()[: steps.LONGEST_NAME],
            signer_title=new.signer_title.strip()[: steps.LONGEST_NAME],
            assessment=new.assessment,
            certificate=(own.first() or 0) if new.certificate else None,
            certificate_number=new.certificate_number.strip()[:60],
            certificate_body=new.certificate_body.strip()[:200],
            certificate_valid_to=new.certificate_valid_to,
            # what is not one's own becomes a number that nothing has: the verb refuses it
            groups=[groups.get(path.rstrip("/"), 0) for path in new.groups],
            items=new.trade_items,
            sites=[sites.get(code, 0) for code in new.sites],
        ),
    )
    headers = (("Location", f"/assessments/declarations/{made.number}"),)
    return json(201, _whole_declaration(request, made), headers=headers)


def get_declaration(request: Request, number: str) -> Answer:
    one = declared.declaration(request.actor, number)
    return nothing() if one is None else json(200, _whole_declaration(request, one))


def _declaration(one: Declaration) -> dict[str, Any]:
    return {
        "number": one.number,
        "enterprise": one.enterprise.code,
        "basis": one.basis,
        "standard": one.standard,
        "declaredOn": one.declared_on.isoformat(),
        "validTo": one.valid_to.isoformat(),
        "state": steps.standing(one.state, one.valid_to, timezone.localdate()),
        "reason": one.reason or None,
    }


def _whole_declaration(request: Request, one: Declaration) -> dict[str, Any]:
    scope, shows = declared.scope(one), declared.shows_person(request.actor, one)
    resting = declared.resting(one, timezone.localdate())
    return {
        **_declaration(one),
        "assessment": one.assessment_id,
        "certificate": one.certificate.code if one.certificate else None,
        "certificateStanding": resting.standing if resting else None,
        "certificateNumber": one.certificate_number or None,
        "certificateBody": one.certificate_body or None,
        "certificateValidTo": day.isoformat() if (day := one.certificate_valid_to) else None,
        "scope": {
            # a household's site may be called after the person
            kind: [
                {"code": row.code, "name": row.name if shows or kind != steps.SITE else None}
                for row in rows
            ]
            for kind, rows in scope.items()
        },
    }


STATUSES: Final[dict[type[CertificationError], int]] = {
    NotAllowedError: 403,
    NotThereError: 404,
    StepError: 409,
}


def refused(error: CertificationError) -> Answer:
    status = next((STATUSES[kind] for kind in STATUSES if isinstance(error, kind)), 422)
    more: dict[str, Any] = {"field": camel(error.field)} if error.field else {}
    return problem(status, type(error).__name__, str(error), str(error), **more)


NUMBER: Final = "(?P<id>[0-9]{1,18})"
ROUTES: Final = routes(
    ("/assessments/checklists", {"GET": (SEE, list_checklists)}),
    ("/assessments/runs", {"GET": (SEE, list_runs), "POST": (ASSESS, post_run)}),
    (f"/assessments/runs/{NUMBER}", {"GET": (SEE, get_run)}),
    (f"/assessments/runs/{NUMBER}/answers", {"PUT": (ASSESS, put_answers)}),
    (f"/assessments/runs/{NUMBER}/finish", {"POST": (ASSESS, finish_run)}),
    (
        "/assessments/declarations",
        {"GET": (SEE, list_declarations), "POST": (ASSESS, post_declaration)},
    ),
    (
        "/assessments/declarations/(?P<number>CB-[0-9]{4}-[0-9]{6})",
        {"GET": (SEE, get_declaration)},
    ),
)

application = requires_right("certification.see")(
    Door("certification", ROUTES, CertificationError, refused)
)
