"""What tests of checklists, assessments and declarations begin with."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests import people
from tests.products import makers
from txng.accounts.actors import Actor, operator
from txng.certification.actions import assessments, checklists, declarations
from txng.certification.actions.assessments import Given
from txng.certification.actions.declarations import DeclarationFacts
from txng.certification.models import (
    Assessment,
    Checklist,
    ChecklistVersion,
    Criterion,
    Declaration,
)
from txng.certification.queries import checklists as questions
from txng.certification.rules import checklists as rules
from txng.certification.rules import declarations as steps

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def checklist() -> Checklist:
    """The one that ships, in force since yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    checklists.put_in_packaged_checklists(by=operator(), day=yesterday)
    return Checklist.objects.get(code=rules.TCVN_13167)


def version() -> ChecklistVersion:
    return ChecklistVersion.objects.get(checklist=checklist(), number=1)


def draft() -> ChecklistVersion:
    return checklists.open_draft(by=people.binh(), checklist=checklist())


def criterion(code: str = "1.1", of: ChecklistVersion | None = None) -> Criterion:
    return Criterion.objects.get(version=of or version(), code=code)


def started(person: Actor | None = None) -> Assessment:
    person = person or people.an()
    makers.enterprise_of(person)
    return assessments.start_assessment(by=person, checklist=checklist())


def answered(
    one: Assessment, person: Actor | None = None, *, unmet: tuple[str, ...] = (), note: str = ""
) -> Assessment:
    """Every criterion met but those named."""
    for part in questions.sections(one.version):
        assessments.answer_section(
            by=person or people.an(),
            assessment=one,
            section=part,
            answers={
                row.pk: Given(rules.UNMET if row.code in unmet else rules.MET, note)
                for row in part.criteria.all()
            },
        )
    return one


def finished(person: Actor | None = None, *, unmet: tuple[str, ...] = ()) -> Assessment:
    person = person or people.an()
    one = answered(started(person), person, unmet=unmet)
    return assessments.finish_assessment(by=person, assessment=one)


def facts(person: Actor, **more: Any) -> DeclarationFacts:
    """For the group of what the person makes, resting on a passed assessment unless told otherwise."""
    item = makers.trade_item(person)
    today = timezone.localdate()
    usual: dict[str, Any] = {
        "basis": steps.SELF,
        "standard": "TCVN 13167:2025",
        "declared_on": today,
        "valid_to": today + timedelta(days=365),
        "signer_name": "Nguyễn Thị Hư Cấu",
        "signer_title": "Giám đốc",
        "groups": [item.group_id],
    }
    if more.get("basis", steps.SELF) == steps.SELF and "assessment" not in more:
        usual["assessment"] = finished(person).pk
    return DeclarationFacts(**(usual | more))


def certified(person: Actor, **more: Any) -> DeclarationFacts:
    """Resting on a certificate as the enterprise typed it."""
    today = timezone.localdate()
    return facts(
        person, basis=steps.CERTIFICATE, certificate_number="TX-17", certificate_body="Lá Non (hư cấu)",
        certificate_valid_to=today + timedelta(days=700), **more,
    )  # fmt: skip


def declared(person: Actor | None = None, **more: Any) -> Declaration:
    person = person or people.an()
    return declarations.declare(by=person, facts=certified(person, **more))


def received(person: Actor | None = None, **more: Any) -> Declaration:
    return declarations.receive(by=people.binh(), declaration=declared(person, **more))


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)
