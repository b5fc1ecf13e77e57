"""What happened to one record, which verbs are open to whom, and what may be taken back."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from txng.accounts.actors import Actor
from txng.awards import rules
from txng.awards.models import Application, Commendation, Step, Topic
from txng.awards.queries import reach
from txng.awards.rules import DECIDE, KEEP, PROPOSE, steps

Record = Application | Topic | Commendation
KIND_OF: Final[Mapping[type, str]] = {
    Application: steps.APPLICATION,
    Topic: steps.TOPIC,
    Commendation: steps.COMMENDATION,
}


def history(actor: Actor, one: Record) -> list[Step]:
    """Newest first, of a record that the actor sees already."""
    rows = Step.objects.filter(kind=KIND_OF[type(one)], subject=one.pk)
    return list(rows.order_by("-pk"))


def last_step(one: Record) -> Step | None:
    rows = Step.objects.filter(kind=KIND_OF[type(one)], subject=one.pk)
    return rows.order_by("-pk").first()


def may_undo(actor: Actor, one: Record) -> bool:
    """The last step, by whoever took it, within the day."""
    last = last_step(one)
    if last is None or last.verb not in steps.UNDOABLE[KIND_OF[type(one)]]:
        return False
    is_theirs = steps.is_same_hand(last.by_person_id, last.by, actor.person_id, actor.name)
    return is_theirs and timezone.now() - last.at <= timedelta(hours=rules.HOURS_TO_UNDO)


def _keeps(actor: Actor, one: Any) -> bool:
    return reach.keeps(actor)


def _decides(actor: Actor, one: Any) -> bool:
    return reach.decides(actor)


def _examines(actor: Actor, one: Application) -> bool:
    return reach.reaches(actor, one, KEEP)


def _grants(actor: Actor, one: Application) -> bool:
    return reach.reaches(actor, one, DECIDE)


def carries_out(actor: Actor, one: Topic) -> bool:
    own = actor.organisation_id is not None and one.organisation_id == actor.organisation_id
    return own and actor.may(PROPOSE)


_WHO: Final[Mapping[str, Mapping[str, Callable[[Actor, Any], bool]]]] = {
    steps.APPLICATION: {
        "returned": _examines,
        "resubmitted": reach.may_apply,
        "examined": _examines,
        "approved": _grants,
        "refused": _grants,
        "coapproved": reach.may_coapprove,
        "objected": reach.may_coapprove,
        "reported": reach.may_apply,
        "report_returned": _examines,
        "accepted": _examines,
        "withdrawn": reach.may_apply,
        "revoked": _grants,
    },
    steps.TOPIC: {
        "selected": _decides,
        "rejected": _decides,
        "withdrawn": carries_out,
        "signed": _keeps,
        "dropped": _keeps,
        "stopped": _decides,
        "handed_in": carries_out,
        "sent_back": _keeps,
        "accepted": _decides,
        "failed": _decides,
    },
    steps.COMMENDATION: {
        "submitted": _keeps,
        "withdrawn": _keeps,
        "commended": _decides,
        "declined": _decides,
        "revoked": _decides,
    },
}


def may(actor: Actor, one: Record, verb: str) -> bool:
    """By right and reach; whether the state allows it, `steps.may` says."""
    return _WHO[KIND_OF[type(one)]][verb](actor, one)


_OTHER_HAND: Final[Mapping[str, Mapping[str, str]]] = {
    steps.APPLICATION: dict.fromkeys(("approved", "refused", "revoked"), "examined")
    | dict.fromkeys(("coapproved", "objected"), "decided"),
    steps.COMMENDATION: dict.fromkeys(("commended", "declined", "revoked"), "proposed"),
    steps.TOPIC: {},
}
"""A verb, and whoever took this step before it: another person has to."""


def is_own_hand(actor: Actor, one: Record, verb: str) -> bool:
    """Whether the verb is for somebody else, as this actor took the step that it judges."""
    before = _OTHER_HAND[KIND_OF[type(one)]].get(verb)
    if before is None:
        return False
    person, name = getattr(one, f"{before}_by_person_id"), getattr(one, f"{before}_by")
    return steps.is_same_hand(person, name, actor.person_id, actor.name)


def open_verbs(actor: Actor, one: Record) -> list[str]:
    """What this actor may do with the record as it stands, in the order of its life."""
    verbs = steps.open_verbs(KIND_OF[type(one)], one.state)
    return [verb for verb in verbs if may(actor, one, verb) and not is_own_hand(actor, one, verb)]
