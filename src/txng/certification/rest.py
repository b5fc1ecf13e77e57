"""/certification/: schemes, bodies and certificates, for machines with a key.

    GET  POST  /certification/schemes                    all of them; one more (standing agency)
    GET  POST  /certification/bodies                     who may certify what; one more (standing agency)
    GET        /certification/bodies/{id}                every version of what it may certify
    POST       /certification/bodies/{id}/accreditations another version (standing agency)
    GET  POST  /certification/certificates               ?after=17&limit=100&q=gap&endsWithin=30; one more
    GET        /certification/certificates/{id}          one, with every step
    POST       ..certificates/{id}/renewal               a new one in its place
    POST       ..certificates/{id}/scope                 what it covers from now on
    POST       ..certificates/{id}/suspension            {"reason": ".."}, as restoration and withdrawal
    POST       ..certificates/{id}/restoration
    POST       ..certificates/{id}/withdrawal            a person confirms it on the page
    DELETE     ..certificates/{id}/withdrawal            taken back before that
    GET        /certification/public/{code}              what anybody may know of one

`Authorization: Bearer KEY` with certification.see; to write certification.issue, certification.suspend or
certification.keep_bodies. A withdrawal is never confirmed here: four eyes are those of people. Errors are
problem documents; `field` names the member that is wrong. What is of others is answered like what is not
there.
"""

from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec
from django.utils import timezone

from txng.accounts.access import requires_right
from txng.accounts.actors import Actor
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
from txng.certification.actions import bodies as body_actions
from txng.certification.actions import ending, issuing
from txng.certification.actions.issuing import Said
from txng.certification.errors import (
    CertificationError,
    NotAllowedError,
    NotThereError,
    StepError,
)
from txng.certification.models import (
    Accreditation,
    Body,
    Certificate,
    CertificateWord,
    Change,
    Scheme,
)
from txng.certification.queries import bodies, public, scopes
from txng.certification.queries import certificates as queries
from txng.certification.rules import ISSUE, KEEP_BODIES, SEE, SUSPEND
from txng.products.queries import groups
from txng.ui import search

MOST_LISTED: Final = 500


class NewScheme(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    code: str
    name: str
    kind: str
    months: int
    source: str
    name_en: str = ""


class ToldAccreditation(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """`schemes` by code, `groups` by path; no group: every product."""

    decision_number: str
    accreditor: str
    valid_from: date
    valid_until: date
    schemes: tuple[str, ...]
    groups: tuple[str, ...] = ()


class NewBody(ToldAccreditation, rename="camel", forbid_unknown_fields=True, kw_only=True):
    organisation: str  # its code in the register of accounts


class ToldScope(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    products: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    volume_kg_year: Decimal | None = None

    @property
    def as_scope(self) -> dict[str, Any]:
        return {
            "products": self.products,
            "groups": tuple(path.rstrip("/") + "/" for path in self.groups),
            "sites": self.sites,
            "volume_kg_year": self.volume_kg_year,
        }


class Renewal(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    number: str
    issued_on: date
    valid_from: date
    scope: ToldScope
    valid_until: date | None = None
    note: str = ""

    @property
    def said(self) -> Said:
        return Said(
            self.number, self.issued_on, self.valid_from, self.valid_until, note=self.note,
            **self.scope.as_scope,
        )  # fmt: skip


class NewCertificate(Renewal, rename="camel", forbid_unknown_fields=True, kw_only=True):
    holder: str
    scheme: str


class Because(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


class ChangedScope(ToldScope, rename="camel", forbid_unknown_fields=True, kw_only=True):
    reason: str


# --- schemes and bodies ---------------------------------------------------------------------------


def list_schemes(request: Request) -> Answer:
    return json(200, {"schemes": [_scheme(one) for one in bodies.schemes(request.actor)]})


def post_scheme(request: Request) -> Answer:
    new = request.body(NewScheme)
    made = body_actions.define_scheme(by=request.actor, **msgspec.structs.asdict(new))
    return json(201, _scheme(made))


def list_bodies(request: Request) -> Answer:
    rows = bodies.bodies(request.actor).order_by("pk")
    return json(200, {"bodies": [_body(one) for one in rows]})


def get_body(request: Request, number: int) -> Answer:
    one = bodies.body(request.actor, number)
    return nothing() if one is None else json(200, _body(one))


def post_body(request: Request) -> Answer:
    new = request.body(NewBody)
    known = {one.code: one for one in bodies.certifiers_to_enter(request.actor)}
    organisation = known.get(new.organisation)
    if organisation is None:
        raise CertificationError(
            "Không có tổ chức chứng nhận nào mang mã đó mà chưa có trong sổ.", "organisation"
        )
    made = body_actions.register_body(
        by=request.actor, organisation=organisation, **_accreditation_told(request.actor, new)
    )
    return json(201, _body(made), headers=(("Location", f"/certification/bodies/{made.pk}"),))


def post_accreditation(request: Request, number: int) -> Answer:
    new = request.body(ToldAccreditation)
    one = bodies.body(request.actor, number)
    if one is None:
        return nothing()
    made = body_actions.accredit(
        by=request.actor, body=one, **_accreditation_told(request.actor, new)
    )
    return json(201, _accreditation(made))


def _accreditation_told(actor: Actor, new: ToldAccreditation) -> dict[str, Any]:
    schemes = {one.code: one for one in bodies.schemes(actor)}
    known = {one.path: one for one in groups.groups(actor)}
    paths = [path.rstrip("/") + "/" for path in new.groups]
    for name, told, there in (("schemes", new.schemes, schemes), ("groups", paths, known)):
        for one in told:
            if one not in there:
                raise CertificationError(f"Chưa có mục “{one[:80]}”.", name)
    return {
        "decision_number": new.decision_number,
        "accreditor": new.accreditor,
        "valid_from": new.valid_from,
        "valid_until": new.valid_until,
        "schemes": [schemes[code] for code in new.schemes],
        "groups": [known[path] for path in paths],
    }


# --- certificates ---------------------------------------------------------------------------------


def list_certificates(request: Request) -> Answer:
    limit = min(max(request.number("limit", 100), 1), MOST_LISTED)
    rows = queries.certificates(request.actor)
    if request.parameter("q"):
        rows = search.matching(rows, CertificateWord, request.parameter("q")[:100]).rows
    if days := request.number("endsWithin", 0):
        rows = queries.ending_within(rows, min(days, 3660), timezone.localdate())
    rows = rows.filter(pk__gt=request.number("after", 0)).order_by("pk")[: limit + 1]
    found = list(rows)
    more = found[limit - 1].pk if len(found) > limit else None
    return json(200, {"certificates": [_short(one) for one in found[:limit]], "after": more})


def get_certificate(request: Request, number: int) -> Answer:
    one = queries.certificate(request.actor, number)
    return nothing() if one is None else json(200, _whole(request.actor, one))


def post_certificate(request: Request) -> Answer:
    new = request.body(NewCertificate)
    body = bodies.own_body(request.actor)
    if body is None:
        raise NotAllowedError("Tổ chức của khóa này chưa có trong sổ tổ chức chứng nhận.")
    holder = scopes.holder_by_code(request.actor, new.holder)
    if holder is None:
        raise CertificationError("Không có cơ sở nào mang mã đó.", "holder")
    scheme = bodies.scheme_at(request.actor, new.scheme)
    if scheme is None:
        raise CertificationError("Chưa có chương trình chứng nhận đó.", "scheme")
    made = issuing.issue_certificate(
        by=request.actor, body=body, scheme=scheme, holder=holder, said=new.said
    )
    return _made(request.actor, made)


def post_renewal(request: Request, number: int) -> Answer:
    new = request.body(Renewal)
    one = queries.certificate(request.actor, number)
    if one is None:
        return nothing()
    made = issuing.renew_certificate(by=request.actor, certificate=one, said=new.said)
    return _made(request.actor, made)


def post_scope(request: Request, number: int) -> Answer:
    new = request.body(ChangedScope)
    one = queries.certificate(request.actor, number)
    if one is None:
        return nothing()
    issuing.change_scope(by=request.actor, certificate=one, reason=new.reason, **new.as_scope)
    return _again(request, number)


def post_suspension(request: Request, number: int) -> Answer:
    return _step(request, number, ending.suspend_certificate)


def post_restoration(request: Request, number: int) -> Answer:
    return _step(request, number, ending.restore_certificate)


def post_withdrawal(request: Request, number: int) -> Answer:
    return _step(request, number, ending.withdraw_certificate)


def delete_withdrawal(request: Request, number: int) -> Answer:
    one = queries.certificate(request.actor, number)
    if one is None:
        return nothing()
    ending.take_back_withdrawal(by=request.actor, certificate=one)
    return _again(request, number)


def _step(request: Request, number: int, verb: Any) -> Answer:
    because = request.body(Because)
    one = queries.certificate(request.actor, number)
    if one is None:
        return nothing()
    verb(by=request.actor, certificate=one, reason=because.reason)
    return _again(request, number)


def _again(request: Request, number: int) -> Answer:
    return get_certificate(request, number)


def _made(actor: Actor, made: Certificate) -> Answer:
    one = queries.certificate(actor, made.pk)
    assert one is not None  # whoever issued it sees it
    headers = (("Location", f"/certification/certificates/{made.pk}"),)
    return json(201, _whole(actor, one), headers=headers)


def get_public(request: Request, code: str) -> Answer:
    one = public.by_code(request.actor, code)
    if one is None:
        return nothing()
    return json(
        200,
        {
            "code": one.code,
            "number": one.number,
            "scheme": one.scheme,
            "body": one.body,
            "holder": one.holder,
            "standing": one.standing,
            "since": one.since.isoformat(),
            "reason": one.reason or None,
            "validFrom": one.valid_from.isoformat(),
            "validUntil": one.valid_until.isoformat(),
        },
    )


# --- as JSON --------------------------------------------------------------------------------------


def _scheme(one: Scheme) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "nameEn": one.name_en,
        "kind": one.kind,
        "months": one.months,
        "monthsSource": one.months_source or None,  # None: our proposal
        "source": one.source,
    }


def _accreditation(one: Accreditation) -> dict[str, Any]:
    return {
        "version": one.version,
        "decisionNumber": one.decision_number,
        "accreditor": one.accreditor,
        "validFrom": one.valid_from.isoformat(),
        "validUntil": one.valid_until.isoformat(),
        "schemes": sorted(each.code for each in one.schemes.all()),
        "groups": sorted(each.path.rstrip("/") for each in one.groups.all()),
    }


def _body(one: Body) -> dict[str, Any]:
    held = bodies.accreditation_on(one, timezone.localdate())
    return {
        "id": one.pk,
        "organisation": one.organisation.code,
        "name": one.organisation.name,
        "version": None if held is None else held.version,
        "accreditations": [_accreditation(each) for each in one.accreditations.all()],
    }


def _short(one: Certificate) -> dict[str, Any]:
    return {
        "id": one.pk,
        "code": one.code,
        "number": one.number,
        "scheme": one.scheme.code,
        "body": one.body.organisation.name,
        "holder": one.holder.code,
        "issuedOn": one.issued_on.isoformat(),
        "validFrom": one.valid_from.isoformat(),
        "validUntil": one.valid_until.isoformat(),
        "standing": queries.standing_on(one, timezone.localdate()),
        "since": one.state_since.isoformat(),
        "reason": one.state_reason or None,
    }


def _whole(actor: Actor, one: Certificate) -> dict[str, Any]:
    asked = queries.open_withdrawal(one)
    return {
        **_short(one),
        "scope": _scope(scopes.scope_of(one).as_dict()),
        "replaces": one.replaces_id,
        "note": one.note or None,
        "withdrawalAskedBy": None if asked is None else asked.asked_by,
        "steps": [_change(step) for step in queries.changes(actor, one)],
    }


def _scope(told: dict[str, Any]) -> dict[str, Any]:
    return {camel(name): value for name, value in told.items()}


def _change(step: Change) -> dict[str, Any]:
    return {
        "number": step.number,
        "verb": step.verb,
        "at": step.at.isoformat(),
        "by": step.by,
        "organisation": step.organisation,
        "reason": step.reason or None,
        "scope": _scope(step.scope),
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


ONE: Final = "/certification/certificates/(?P<id>[0-9]{1,18})"
ROUTES: Final = routes(
    ("/certification/schemes", {"GET": (SEE, list_schemes), "POST": (KEEP_BODIES, post_scheme)}),
    ("/certification/bodies", {"GET": (SEE, list_bodies), "POST": (KEEP_BODIES, post_body)}),
    ("/certification/bodies/(?P<id>[0-9]{1,18})", {"GET": (SEE, get_body)}),
    (
        "/certification/bodies/(?P<id>[0-9]{1,18})/accreditations",
        {"POST": (KEEP_BODIES, post_accreditation)},
    ),
    (
        "/certification/certificates",
        {"GET": (SEE, list_certificates), "POST": (ISSUE, post_certificate)},
    ),
    (ONE, {"GET": (SEE, get_certificate)}),
    (f"{ONE}/renewal", {"POST": (ISSUE, post_renewal)}),
    (f"{ONE}/scope", {"POST": (ISSUE, post_scope)}),
    (f"{ONE}/suspension", {"POST": (SUSPEND, post_suspension)}),
    (f"{ONE}/restoration", {"POST": (SUSPEND, post_restoration)}),
    (
        f"{ONE}/withdrawal",
        {"POST": (SUSPEND, post_withdrawal), "DELETE": (SUSPEND, delete_withdrawal)},
    ),
    ("/certification/public/(?P<code>[A-Za-z0-9-]{1,20})", {"GET": (SEE, get_public)}),
)

application = requires_right("certification.see")(
    Door("certification", ROUTES, CertificationError, refused)
)
