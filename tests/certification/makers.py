"""What tests of certificates begin with: a body of the cast, what it may certify, a certificate for An.

Lan and Mai work at the certification body; Bình at the standing agency
"""

from dataclasses import replace
from datetime import timedelta
from itertools import count

from django.utils import timezone

from tests import people
from tests.products import makers as products
from txng.accounts import actions as accounts
from txng.accounts.actors import Actor, operator
from txng.accounts.models import Organisation
from txng.certification.actions import bodies, issuing
from txng.certification.actions.issuing import Said
from txng.certification.models import Accreditation, Body, Certificate, Scheme
from txng.parties.models import Enterprise

LANS_BODY = "Chứng nhận Lá Non (hư cấu)"  # whom the matrix lets act for the role chung-nhan
OTHERS_BODY = "Tổ chức chứng nhận khác (hư cấu)"
_numbers = count(1)


def today():
    return timezone.localdate()


def days(number: int):
    return today() + timedelta(days=number)


def certifier(name: str = LANS_BODY) -> Organisation:
    return accounts.ensure_organisation(by=operator(), name=name, kind="certifier")


def _of_body(name: str, body: str) -> Actor:
    people.ROLES.setdefault(name, "chung-nhan")
    return people._person(name, certifier(body), "capture", "query")


def lan() -> Actor:
    return _of_body("Lan", LANS_BODY)


def stranger() -> Actor:
    """Of another certification body."""
    return _of_body("Sơn", OTHERS_BODY)


def signed_in(person: Actor) -> Actor:
    """With the number of a real account, as a page has it."""
    return replace(person, person_id=people.account_of(person).pk)


def mai() -> Actor:
    return signed_in(_of_body("Mai", LANS_BODY))


def scheme(code: str = "vietgap") -> Scheme:
    if not Scheme.objects.exists():
        bodies.put_in_packaged_schemes(by=operator())
    return Scheme.objects.get(code=code)


def told(*, schemes=("vietgap", "iso-22000"), groups=("nong-san/",), begin=-400, end=400, **more):
    products.group()
    return {
        "decision_number": "12/QĐ-CN",
        "accreditor": "Văn phòng công nhận (hư cấu)",
        "schemes": [scheme(code) for code in schemes],
        "groups": [products.group(path) for path in groups],
        "valid_from": days(begin),
        "valid_until": days(end),
        **more,
    }


def body(name: str = LANS_BODY, **more) -> Body:
    known = Body.objects.filter(organisation__name=name).first()
    if known is not None:
        return known
    return bodies.register_body(by=people.binh(), organisation=certifier(name), **told(**more))


def accredited(**more) -> Accreditation:
    return bodies.accredit(by=people.binh(), body=body(), **told(**more))


def said(number: str = "", **more) -> Said:
    values = {
        "number": number or f"VG-{next(_numbers):04}",
        "issued_on": days(-30),
        "valid_from": days(-30),
        "valid_until": days(335),
        "groups": (products.COFFEE,),
    }
    return Said(**values | more)


def holder(person: Actor | None = None, **more) -> Enterprise:
    return products.enterprise_of(person or people.an(), **more)


def certificate(
    person: Actor | None = None, *, by: Actor | None = None, code="vietgap", **more
) -> Certificate:
    issuer = by or lan()
    given = body(OTHERS_BODY if issuer.organisation == OTHERS_BODY else LANS_BODY)
    return issuing.issue_certificate(
        by=issuer, body=given, scheme=scheme(code), holder=holder(person), said=said(**more)
    )
