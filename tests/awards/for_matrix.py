"""Objects of this room for the matrix: written straight into the tables, so that it stays quick."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests import people
from tests.accounts.matrix import OURS, Objects
from tests.parties import register as entries
from txng.accounts.actors import Actor, operator
from txng.awards.models import (
    Application,
    Call,
    Commendation,
    Council,
    CouncilMember,
    Output,
    Policy,
    ProgressReport,
    Topic,
    TopicCall,
)
from txng.awards.rules import steps
from txng.documents import actions as documents
from txng.parties.models import Agency

MISSING, NO_NUMBER = 999_999_999, "XX-2026-9999"
READERS = frozenset({"thuong-truc", "can-bo", "tai-chinh", "phoi-hop", "lanh-dao"})
KEEPER = frozenset({"thuong-truc"})
PROPOSERS = frozenset({"thuong-truc", "can-bo", "phoi-hop", "chu-co-so"})
NOBODY: frozenset[str] = frozenset()
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
Make = Callable[[], Objects]


def _of(person: Actor) -> Any:
    return entries.ans_cooperative() if person.name == "An" else entries.dungs_company()


def policy(state: str = "mo") -> Policy:
    lead, _is_new = Agency.objects.get_or_create(
        code="so-khcn", defaults={"kind": Agency.Kind.AGENCY}
    )
    return Policy.objects.create(
        title="Hỗ trợ (hư cấu)", legal_basis="KH 6736", who="Mọi cơ sở", what="Tem", lead=lead,
        valid_from=date(2020, 1, 1), state=state,
    )  # fmt: skip


def call() -> Call:
    today = timezone.localdate()
    return Call.objects.create(
        policy=policy(), title="Đợt", opens_on=today, closes_on=today + timedelta(days=9)
    )


def application(person: Actor, state: str = steps.SUBMITTED) -> Application:
    return Application.objects.create(
        number=f"KK-2026-{Application.objects.count() + 1:04}", call=call(), enterprise=_of(person),
        wish="Tem", asked_vnd=1000, state=state, granted_vnd=1000, decision_number="1/QĐ",
        decision_on=timezone.localdate(),
    )  # fmt: skip


def topic(person: Actor, state: str = steps.RUNNING) -> Topic:
    today = timezone.localdate()
    return Topic.objects.create(
        number=f"KHCN-2026-{Topic.objects.count() + 1:04}", kind="de-tai", title="Đề tài (hư cấu)",
        call=TopicCall.objects.create(
            title="Đợt", year=2026, mode="keu-goi", demand="Cần", opens_on=today, closes_on=today
        ),
        summary="Thử", organisation_id=person.organisation_id, leader="Người", months=6,
        asked_vnd=1000, state=state, grade="dat", accepted_on=today, accepted_number="1/QĐ",
    )  # fmt: skip


def commendation(state: str = steps.SENT_UP) -> Commendation:
    return Commendation.objects.create(
        number=f"KT-2026-{Commendation.objects.count() + 1:04}", year=2026, whom="ca-nhan",
        name="Người (hư cấu)", merits="Tốt", form="khac", state=state, proposed_by="Ai đó",
    )  # fmt: skip


def file_of(kind: str, pk: int) -> int:
    return documents.attach(
        by=operator(), subject=(kind, str(pk)), title="Tệp", file_name="a.pdf", content=PDF
    ).pk


def both(
    make: Callable[[Actor], dict[str, Any]],
    missing: dict[str, Any],
    seen: frozenset[str],
    ours: frozenset[str] = NOBODY,
) -> Make:
    """The same for An and for Dũng; whoever sees one sees the other."""

    def objects() -> Objects:
        own, foreign = make(people.an()), make(people.dung())
        return Objects(
            own=own,
            foreign=foreign,
            missing=own | missing,
            seen_by={"own": seen, "foreign": seen},
            seen_by_ours=ours,
        )

    return objects


def mine(make: Callable[[Actor], dict[str, Any]], missing: dict[str, Any]) -> Make:
    """An sees An's, and nobody else does here."""

    def objects() -> Objects:
        own, foreign = make(people.an()), make(people.dung())
        return Objects(own=own, foreign=foreign, missing=own | missing, seen_by_ours=OURS)

    return objects


def numbered(made: Any, **more: Any) -> dict[str, Any]:
    return {"number": made.number if hasattr(made, "number") else made.pk, **more}


def a_policy(state: str = "mo") -> Callable[[Actor], dict[str, Any]]:
    return lambda person: {"number": policy(state).pk}


def a_call(person: Actor) -> dict[str, Any]:
    return {"number": call().pk}


def a_topic_call(person: Actor) -> dict[str, Any]:
    return {"number": topic(person).call_id}


def an_application(**more: Any) -> Callable[[Actor], dict[str, Any]]:
    return lambda person: numbered(application(person), **more)


def a_topic(state: str = steps.RUNNING, **more: Any) -> Callable[[Actor], dict[str, Any]]:
    return lambda person: numbered(topic(person, state), **more)


def a_commendation(**more: Any) -> Callable[[Actor], dict[str, Any]]:
    return lambda person: numbered(commendation(), **more)


def a_file(make: Callable[[Actor], Any], kind: str) -> Callable[[Actor], dict[str, Any]]:
    def with_file(person: Actor) -> dict[str, Any]:
        made = make(person)
        return numbered(made, attachment=file_of(kind, made.pk))

    return with_file


def a_report(person: Actor) -> dict[str, Any]:
    made = topic(person)
    ProgressReport.objects.create(topic=made, period=1, due_on=timezone.localdate())
    return numbered(made, period=1)


def an_output(person: Actor) -> dict[str, Any]:
    made = topic(person)
    return numbered(made, output=Output.objects.create(topic=made, kind="khac", name="X").pk)


def a_council(person: Actor) -> dict[str, Any]:
    made = topic(person, steps.HANDED_IN)
    council = Council.objects.create(
        purpose="nghiem-thu", topic=made, decision_number="1/QĐ", formed_on=timezone.localdate(),
        formed_by="Bình",
    )  # fmt: skip
    return {"number": council.pk}


def a_seat(person: Actor) -> dict[str, Any]:
    found = a_council(person)
    member = CouncilMember.objects.create(
        council_id=found["number"], name="Ủy viên", role="uy-vien", workplace="Viện"
    )
    return found | {"member": member.pk}


def a_sheet(person: Actor) -> dict[str, Any]:
    found = a_seat(person)
    council = Council.objects.select_related("topic").get(pk=found["number"])
    assert council.topic is not None
    return found | {"topic": council.topic.number}


NO_PK, NO_RECORD = {"number": MISSING}, {"number": NO_NUMBER}

OBJECTS: dict[str, Make] = {
    "awards:policy": both(a_policy(), NO_PK, READERS),
    "awards:policy_file": both(
        a_file(lambda person: policy(), "awards.policy"), {"attachment": MISSING}, READERS
    ),
    "awards:change_policy": both(a_policy("soan"), NO_PK, KEEPER),
    "awards:open_policy": both(a_policy("soan"), NO_PK, KEEPER),
    "awards:end_policy": both(a_policy(), NO_PK, KEEPER),
    "awards:new_call": both(a_policy(), NO_PK, KEEPER),
    "awards:close_call": both(a_call, NO_PK, KEEPER),
    "awards:application": both(an_application(), NO_RECORD, READERS),
    "awards:application_step": both(an_application(step="tham-tra"), NO_RECORD, KEEPER),
    "awards:undo_application": both(an_application(), NO_RECORD, READERS),
    "awards:application_file": both(
        a_file(application, "awards.application"), {"attachment": MISSING}, READERS
    ),
    "awards:apply": both(a_call, NO_PK, frozenset({"chu-co-so"}), OURS),
    "awards:own_application": mine(an_application(), NO_RECORD),
    "awards:own_application_step": mine(an_application(step="rut"), NO_RECORD),
    "awards:undo_own_application": mine(an_application(), NO_RECORD),
    "awards:own_application_file": mine(
        a_file(application, "awards.application"), {"attachment": MISSING}
    ),
    "awards:topic": both(a_topic(), NO_RECORD, READERS),
    "awards:topic_step": both(a_topic(step="dung"), NO_RECORD, KEEPER),
    "awards:undo_topic": both(a_topic(), NO_RECORD, READERS),
    "awards:transfer": both(a_topic(steps.ACCEPTED), NO_RECORD, KEEPER),
    "awards:form_for_topic": both(a_topic(steps.HANDED_IN), NO_RECORD, KEEPER),
    "awards:remark": both(a_report, NO_RECORD, KEEPER),
    "awards:topic_file": both(a_file(topic, "awards.topic"), {"attachment": MISSING}, KEEPER),
    "awards:propose": both(a_topic_call, NO_PK, PROPOSERS, OURS),
    "awards:own_topic": mine(a_topic(), NO_RECORD),
    "awards:own_topic_step": mine(a_topic(step="nop-ket-qua"), NO_RECORD),
    "awards:undo_own_topic": mine(a_topic(), NO_RECORD),
    "awards:own_topic_file": mine(a_file(topic, "awards.topic"), {"attachment": MISSING}),
    "awards:add_output": mine(a_topic(), NO_RECORD),
    "awards:take_output_away": mine(an_output, NO_RECORD),
    "awards:own_transfer": mine(a_topic(steps.ACCEPTED), NO_RECORD),
    "awards:report": mine(a_report, NO_RECORD),
    "awards:topic_call": both(a_topic_call, NO_PK, READERS),
    "awards:close_topic_call": both(a_topic_call, NO_PK, KEEPER),
    "awards:form_for_call": both(a_topic_call, NO_PK, KEEPER),
    "awards:council": both(a_council, NO_PK, KEEPER),
    "awards:seat_member": both(a_council, NO_PK, KEEPER),
    "awards:unseat_member": both(a_seat, NO_PK, KEEPER),
    "awards:conclude": both(a_council, NO_PK, KEEPER),
    "awards:sheet": both(a_sheet, NO_PK, KEEPER),
    "awards:conflict": both(a_sheet, NO_PK, KEEPER),
    "awards:commendation": both(a_commendation(), NO_RECORD, READERS),
    "awards:commendation_step": both(a_commendation(step="rut"), NO_RECORD, KEEPER),
    "awards:undo_commendation": both(a_commendation(), NO_RECORD, READERS),
    "awards:commendation_file": both(
        a_file(lambda person: commendation(), "awards.commendation"),
        {"attachment": MISSING},
        READERS,
    ),
}
