"""Objects of certification for the matrix: a certificate of An and one of Dũng, bodies and schemes that all
share."""

from collections.abc import Callable
from typing import Any

from tests import people
from tests.accounts.matrix import Objects
from tests.certification import for_matrix_of_assessments, makers
from txng.certification.actions import bodies, issuing
from txng.certification.models import Certificate

MISSING = 999_999_999
OFFICERS = frozenset({"thuong-truc", "can-bo", "kiem-tra"})
AGENCY = frozenset({"thuong-truc"})
ISSUER = frozenset({"chung-nhan"})  # of the body that issued An's
NOBODY: frozenset[str] = frozenset()
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def certificates(officers: frozenset[str], *, file: bool = False) -> Callable[[], Objects]:
    def kwargs(one: Certificate) -> dict[str, Any]:
        if not file:
            return {"number": one.pk}
        by = makers.lan() if one.body.organisation.name == makers.LANS_BODY else makers.stranger()
        made = issuing.attach_file(
            by=by, certificate=one, title="Bản chụp", file_name="a.pdf", content=PDF
        )
        return {"number": one.pk, "attachment": made.pk}

    def make() -> Objects:
        missing = {"number": MISSING} | ({"attachment": MISSING} if file else {})
        return Objects(
            own=kwargs(makers.certificate()),
            foreign=kwargs(makers.certificate(people.dung(), by=makers.stranger())),
            missing=missing,
            seen_by={"own": officers | ISSUER, "foreign": officers},
        )

    return make


def body(seen: frozenset[str]) -> Callable[[], Objects]:
    def make() -> Objects:
        return Objects(
            own={"number": makers.body().pk},
            foreign={"number": makers.body(makers.OTHERS_BODY).pk},
            missing={"number": MISSING},
            seen_by={"own": seen, "foreign": seen | SHARED_WITH_OURS},
        )

    return make


SHARED_WITH_OURS = frozenset({"chu-co-so", "chu-co-so-cho", "nhan-vien"})


def scheme() -> Objects:
    makers.scheme()
    bodies.define_scheme(
        by=people.binh(), code="khac", name="Khác", name_en="Other", kind="product", months=12,
        source="Quyết định",
    )  # fmt: skip
    return Objects(
        own={"code": "vietgap"},
        foreign={"code": "khac"},
        missing={"code": "khong-co"},
        seen_by={"own": AGENCY, "foreign": AGENCY},
    )


OBJECTS = {
    **for_matrix_of_assessments.OBJECTS,
    "certification:certificate": certificates(OFFICERS),
    "certification:file": certificates(OFFICERS, file=True),
    "certification:renew": certificates(NOBODY),
    "certification:change_scope": certificates(NOBODY),
    "certification:suspend": certificates(AGENCY),
    "certification:restore": certificates(AGENCY),
    "certification:withdraw": certificates(AGENCY),
    "certification:confirm": certificates(AGENCY),
    "certification:take_back": certificates(AGENCY),
    "certification:attach": certificates(AGENCY),
    "certification:body": body(OFFICERS | {"chung-nhan"}),
    "certification:accredit": body(AGENCY),
    "certification:scheme_months": scheme,
}
