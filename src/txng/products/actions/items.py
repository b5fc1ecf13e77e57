"""Verbs of what a list will hold: choose items, give them milestones, issue the decision, repeal it."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.products import words
from txng.products.actions.lists import DECIDE, _locked, _refuse_without, _to_change
from txng.products.errors import (
    FactsRefusedError,
    RoadmapRefusedError,
    StepRefusedError,
    UnknownRecordError,
)
from txng.products.models import ListItem, ListVersion, Milestone, Proposal
from txng.products.queries import lists as queries
from txng.products.rules import lists as rules
from txng.products.rules import proposals, roadmap
from txng.products.rules.lists import Decision


@transaction.atomic
def choose_item(
    *,
    by: Actor,
    proposal: Proposal,
    communes: Collection[str] = (),
    sizes: Collection[str] = (),
    exported_only: bool = False,
    clause: str = "",
) -> ListItem:
    """A proposal goes into the list; chosen again its scope is told anew.

    Raises NotAllowedError, StepRefusedError, FactsRefusedError.
    """
    _refuse_without(by, DECIDE)
    version = _to_change(proposal.version, "choose")
    _refuse_unknown_sizes(sizes)
    item, _new = ListItem.objects.update_or_create(
        version=version,
        group_id=proposal.group_id,
        defaults={
            "proposal": proposal,
            "communes": sorted(set(communes)),
            "sizes": _in_order(sizes),
            "exported_only": exported_only,
            "clause": clause.strip()[:300],
        },
    )
    journal.record(by, "list.chosen", item, group=proposal.group.path)
    return item


@transaction.atomic
def set_item(
    *,
    by: Actor,
    item: ListItem,
    milestones: Sequence[roadmap.Milestone],
    communes: Collection[str] = (),
    sizes: Collection[str] = (),
    exported_only: bool = False,
    clause: str = "",
) -> ListItem:
    """Scope and roadmap of an item, carried over or chosen, both or neither.

    Raises NotAllowedError, StepRefusedError, FactsRefusedError, RoadmapRefusedError.
    """
    _refuse_without(by, DECIDE)
    _to_change(item.version, "choose")
    _refuse_unknown_sizes(sizes)
    item.communes, item.sizes = sorted(set(communes)), _in_order(sizes)
    item.exported_only, item.clause = exported_only, clause.strip()[:300]
    item.save(update_fields=["communes", "sizes", "exported_only", "clause"])
    set_roadmap(by=by, item=item, milestones=milestones)
    return item


@transaction.atomic
def leave_out(*, by: Actor, item: ListItem) -> None:
    """Raises NotAllowedError, StepRefusedError."""
    _refuse_without(by, DECIDE)
    _to_change(item.version, "choose")
    journal.record(by, "list.left_out", item, group=item.group.path)
    item.delete()


@transaction.atomic
def set_roadmap(
    *, by: Actor, item: ListItem, milestones: Sequence[roadmap.Milestone]
) -> list[Milestone]:
    """All milestones of an item at once. Raises NotAllowedError, StepRefusedError, RoadmapRefusedError."""
    _refuse_without(by, DECIDE)
    _to_change(item.version, "choose")
    for one in milestones:
        _refuse_unknown_sizes(one.sizes)
    for first, _second in roadmap.clashes(milestones):
        raise RoadmapRefusedError(
            _("“%(what)s” có hai mốc cho cùng một loại cơ sở. Giữ lại một mốc.")
            % {"what": words.requirement(first.requirement)}
        )
    item.milestones.all().delete()
    rows = [
        Milestone.objects.create(
            item=item,
            requirement=one.requirement,
            due_on=one.due_on,
            months_after=one.months_after,
            sizes=_in_order(one.sizes),
        )
        for one in milestones
    ]
    journal.record(by, "list.roadmap", item, milestones=len(rows))
    return rows


@transaction.atomic
def issue_version(*, by: Actor, version: ListVersion, seen: str, decision: Decision) -> ListVersion:
    """From the day of the decision on the list holds, and nobody edits it. Of two at once one wins.

    Raises NotAllowedError, StepRefusedError, FactsRefusedError.
    """
    _refuse_without(by, DECIDE)
    version = _locked(version)
    for field in ("number", "body", "legal_basis"):
        if not getattr(decision, field).strip():
            raise FactsRefusedError(_("Nhập đủ số, cơ quan ban hành và căn cứ."), field)
    last = queries.newest_issued(version.kind)
    refused = rules.may_issue(
        decision,
        queries.chosen(version),
        kind=version.kind,
        seen=seen,
        state=version.state,
        last_from=None if last is None else last.effective_from,
    )
    if refused is not None:
        field = "effective_from" if refused.kind.startswith("before") else ""
        raise StepRefusedError(words.of_refusal(refused), field)
    version.state = rules.ISSUED
    version.decision_number = decision.number.strip()
    version.decided_on, version.effective_from = decision.decided_on, decision.effective_from
    version.body, version.legal_basis = decision.body.strip(), decision.legal_basis.strip()
    version.issued_at = timezone.now()
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as error:
        raise StepRefusedError(
            _("Đã có một bản ban hành với số quyết định hoặc ngày hiệu lực đó."), "number"
        ) from error
    journal.record(
        by,
        "list.issued",
        version,
        kind=version.kind,
        decision=version.decision_number,
        effective_from=decision.effective_from.isoformat(),
        items=version.items.count(),
    )
    return version


@transaction.atomic
def repeal_version(*, by: Actor, version: ListVersion, number: str, on: date) -> ListVersion:
    """A paper ends it without another list in its place. Raises NotAllowedError, StepRefusedError."""
    _refuse_without(by, DECIDE)
    version = _locked(version)
    if version.state != rules.ISSUED or version.effective_from is None:
        raise UnknownRecordError(_("Bản này chưa ban hành, nên không có gì để bãi bỏ."))
    if version.repealed_from is not None:
        raise StepRefusedError(
            _("Bản này đã bị bãi bỏ từ %(day)s.") % {"day": words.day(version.repealed_from)}
        )
    if on < version.effective_from:
        raise StepRefusedError(
            words.of_refusal(rules.Refusal("before_older", (version.effective_from.isoformat(),))),
            "on",
        )
    if not number.strip():
        raise FactsRefusedError(_("Nhập số văn bản bãi bỏ."), "number")
    version.repealed_from, version.repeal_number = on, number.strip()
    version.save(update_fields=["repealed_from", "repeal_number"])
    journal.record(by, "list.repealed", version, number=number.strip(), on=on.isoformat())
    return version


def _refuse_unknown_sizes(sizes: Collection[str]) -> None:
    if set(sizes) - set(proposals.OWNER_CLASSES):
        raise FactsRefusedError(_("Chọn loại cơ sở trong danh sách."), "sizes")


def _in_order(sizes: Collection[str]) -> list[str]:
    return sorted(set(sizes), key=proposals.OWNER_CLASSES.index)
