"""Who says what: certificates, tests and inspections, advice of the label; each with who stands behind it.

An organisation's kind was set by the operator, so nobody can call itself an authority:
    enterprise ─> "Người làm tự khai"    certifier ─> "Tổ chức chứng nhận xác nhận"
    agency     ─> "Cơ quan nhà nước kiểm tra"
A certificate is what several organisations declare under one identifier: its holder, the body that issued
it, an authority that looked at it. The strongest of them stands behind it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import queries as accounts
from txng.certification.queries.public import Told
from txng.epcis import vocabulary as cbv
from txng.eventstore.keys import EPOCH
from txng.eventstore.store import StoredEvent
from txng.repository.queries.declared import Declaration, declarations
from txng.resolver.facts import TXNG, Facts, as_date, as_text, in_readers_language, local_time
from txng.resolver.page import Advice, Certificate, Check, Said
from txng.resolver.registered import as_said, last_part
from txng.resolver.words import step_title
from txng.trace.telling import certificates_of
from txng.ui.search import code_word

GS1: Final = "https://gs1.org/voc/"
MOST: Final = 20  # of a kind: the page tells of one product, not of an archive
TESTS: Final = frozenset({"inspection", "sampling", "testing", "residue_test", "quality_test"})
STRENGTH: Final[tuple[Said, ...]] = ("maker", "certifier", "agency")


class Speakers:
    """Who captured and declared, by kind of organisation; each organisation asked for once."""

    def __init__(self, owners: Iterable[int]) -> None:
        self._kinds = accounts.organisation_kinds({owner for owner in owners if owner})

    def said(self, owner: int) -> Said:
        kind = self._kinds.get(owner, "")
        if kind == "agency":
            return "agency"
        return "certifier" if kind == "certifier" else "maker"


def certificates(
    facts: Facts, told: Sequence[StoredEvent], registered: Sequence[Told] = ()
) -> tuple[Certificate, ...]:
    """Of the register, then what every event of the journey declares; expired ones too, and marked so."""
    named = {one for event in told for one in certificates_of(event)}
    declared = declarations(named)
    owners = {one.owner for listed in declared.values() for one in listed}
    speakers, names = Speakers(owners), accounts.organisation_names(owners)
    keys = {one.number_key for one in registered}
    found = [as_said(one) for one in registered]
    found += [
        one
        for name in sorted(named)
        if declared.get(name)
        # what the register says of a number is all that is said of it
        and code_word((one := _certificate(name, declared[name], speakers, names)).number)
        not in keys
    ]
    known = [one.number for one in found if one.number]
    found += [  # only a text on the label
        Certificate(title=text)
        for text in facts.certificates()
        if not any(number in text for number in known)
    ]
    return tuple(found[:MOST])


def _certificate(
    identity: str, listed: Sequence[Declaration], speakers: Speakers, names: dict[int, str]
) -> Certificate:
    by_kind: dict[Said, Declaration] = {}
    for one in listed:
        by_kind.setdefault(speakers.said(one.owner), one)
    said = max(by_kind, key=STRENGTH.index)
    issuing: Said = "certifier" if "certifier" in by_kind else said
    first = by_kind[issuing]  # whose word holds: the issuer's before the holder's
    until = as_date(first.attributes.get(TXNG + "validUntil"))
    checked = by_kind.get("agency")
    issuer = in_readers_language(first.attributes, TXNG, "issuer")
    if not issuer and issuing == "certifier":
        issuer = names.get(first.owner, "")
    return Certificate(
        title=as_text(first.attributes.get(TXNG + "scheme")) or _("Chứng nhận"),
        number=as_text(first.attributes.get(TXNG + "number")) or last_part(identity),
        issuer=issuer,
        valid_until=until,
        is_expired=until is not None and until < timezone.localdate(),
        said=issuing,
        said_by=names.get(first.owner, ""),
        said_on=_day(first.last),
        checked_on=_day(checked.last) if checked else None,
        checked_by=names.get(checked.owner, "") if checked else "",
    )


def _day(microseconds: int) -> date:
    return timezone.localtime(EPOCH + timedelta(microseconds=microseconds)).date()


def recorded_on(event: StoredEvent) -> date:
    return timezone.localtime(event.record_time).date()


def is_check(activity: str, biz_step: str) -> bool:
    return activity in TESTS or (not activity and biz_step in ("inspecting", "sampling"))


def checks(facts: Facts, told: Sequence[StoredEvent], speakers: Speakers) -> tuple[Check, ...]:
    """Tests and inspections, newest first."""
    found = []
    for event in told:
        biz_step = cbv.bare("biz_step", event.event.biz_step or "")
        activity = facts.activity(event)
        if not is_check(activity, biz_step):
            continue
        extensions = facts.extensions.get(event.key, {})
        found.append(
            Check(
                title=step_title(activity, biz_step),
                on=local_time(event).date(),
                who=as_text(extensions.get(TXNG + "laboratory")) or facts.declared_by(event),
                result=in_readers_language(extensions, TXNG, "result")
                or in_readers_language(extensions, TXNG, "testResult"),
                said=speakers.said(event.owner),
            )
        )
    return tuple(sorted(found, key=lambda one: one.on, reverse=True)[:MOST])


def advice(facts: Facts, told: Sequence[StoredEvent]) -> tuple[Advice, ...]:
    """Warnings first. A lot's own word stands before its product's."""
    return tuple(
        Advice(title, text, is_warning)
        for title, names, is_warning in (
            (_("Cảnh báo an toàn"), ("safetyWarning", "warningCopyDescription"), True),
            (_("Cách dùng"), ("usage", "consumerUsageInstructions"), False),
            (_("Bảo quản"), ("storage", "consumerStorageInstructions"), False),
        )
        if (text := _told(facts, told, names))
    )


def _told(facts: Facts, told: Sequence[StoredEvent], names: tuple[str, str]) -> str:
    ours, gs1 = names
    for event in reversed(told):
        if text := in_readers_language(facts.extensions.get(event.key, {}), TXNG, ours):
            return text
    return facts.product_text(TXNG, ours) or facts.product_text(GS1, gs1)
