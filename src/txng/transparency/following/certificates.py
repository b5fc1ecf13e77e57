"""Steps of certificates: numbered without a gap in the order of commits, so one position says it all."""

from typing import Final

from django.db import transaction

from txng.accounts.actors import Actor
from txng.certification.models import Change
from txng.certification.queries.certificates import steps_after
from txng.certification.rules import certificates as rules
from txng.transparency.actions import record_act
from txng.transparency.following.lines import plain
from txng.transparency.models import Followed

CERTIFICATES: Final = "certification"
MOST: Final = 500  # steps of one transaction
ACTS: Final = {
    rules.ISSUED: "issue",
    rules.SUSPENDED: "suspend",
    rules.ASKED: "suspend",  # a withdrawal suspends until a second person confirms
    rules.RESTORED: "restore",
    rules.WITHDRAWN: "revoke",
    rules.STRUCK: "revoke",
}
"""What becomes an entry. A renewal is the issue of the new one; another scope is no act of its own."""


def take_up() -> None:
    """Enter every step since the last look."""
    Followed.objects.get_or_create(name=CERTIFICATES)
    while _is_behind() and _take_some() == MOST:
        pass


def _is_behind() -> bool:
    """Asked outside a transaction: most rounds find nothing, and shall take no lock."""
    return bool(steps_after(Followed.objects.get(name=CERTIFICATES).position, 1))


@transaction.atomic
def _take_some() -> int:
    followed = Followed.objects.select_for_update().get(name=CERTIFICATES)
    steps = steps_after(followed.position, MOST)
    for step in steps:
        if act := _act(step):
            _enter(step, act)
    if steps:
        followed.position = steps[-1].number
        followed.save(update_fields=["position"])
    return len(steps)


def _act(step: Change) -> str:
    if step.verb == rules.TAKEN_BACK and step.state == rules.VALID:
        return "restore"
    return ACTS.get(step.verb, "")


def _enter(step: Change, act: str) -> None:
    one = step.certificate
    body = one.body.organisation
    is_of_body = step.organisation == body.name
    clear = {
        "act": act,
        "number": plain(one.number),
        "scheme": plain(one.scheme.name),
        "issuer": plain(body.name),
        "holder": plain(one.holder.public_name),
        "until": one.valid_until.isoformat(),
    }
    if step.reason:
        clear["reason"] = plain(step.reason)
    record_act(
        by=Actor(body.pk if is_of_body else None, step.organisation, frozenset(), step.by),
        kind="cert",
        clear=clear,
        content={
            "code": one.code,
            "step": step.number,
            "verb": step.verb,
            "at": step.at.isoformat(),
            "organisation": step.organisation,
            "scope": step.scope,
        },
    )
