"""Verbs of lists: open a version, propose, lead, give an opinion, mark, and step on. Items:
actions/items.py.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.products import words
from txng.products.errors import FactsRefusedError, NotAllowedError, StepRefusedError
from txng.products.models import (
    ListItem,
    ListVersion,
    Milestone,
    Opinion,
    ProductGroup,
    Proposal,
    ProposalLead,
    Score,
)
from txng.products.models.lists import LONG
from txng.products.queries import lists as queries
from txng.products.rules import lists as rules
from txng.products.rules import proposals, scoring
from txng.products.rules.scoring import WeightsRefused

PROPOSE, OPINE, SCORE, DECIDE = (
    "products.propose", "products.opine", "products.score", "products.decide",
)  # fmt: skip


@transaction.atomic
def open_version(*, by: Actor, kind: str, title: str) -> ListVersion:
    """A draft that begins with the items of the newest version, unless it was repealed. One is open at a
    time.

    Raises NotAllowedError, FactsRefusedError, StepRefusedError when one is open already.
    """
    _refuse_without(by, DECIDE)
    title = " ".join(title.split())
    if not 0 < len(title) <= 200:
        raise FactsRefusedError(_("Tên danh mục cần từ 1 đến 200 ký tự."), "title")
    last, today = queries.newest_issued(kind), timezone.localdate()
    number = 1 + ListVersion.objects.filter(kind=kind).count()
    try:
        with transaction.atomic():
            version = ListVersion.objects.create(
                kind=kind,
                number=number,
                title=title,
                replaces=last,
                weights=scoring.shipped().weights if last is None else last.weights,
                opened_by=by.name,
            )
    except IntegrityError as error:
        raise StepRefusedError(
            _("Danh mục này đang có một bản mở. Làm tiếp bản đó, hoặc bỏ nó trước khi mở bản mới.")
        ) from error
    if last is not None and (last.repealed_from is None or last.repealed_from > today):
        _carry_over(last, version)
    journal.record(by, "list.opened", version, kind=kind, number=number)
    return version


def _carry_over(last: ListVersion, version: ListVersion) -> None:
    """The items of the version in force with their roadmaps: a change begins with what holds."""
    for item in last.items.prefetch_related("milestones").order_by("pk"):
        copy = ListItem.objects.create(
            version=version,
            group_id=item.group_id,
            carried_from=item,
            communes=item.communes,
            sizes=item.sizes,
            exported_only=item.exported_only,
            clause=item.clause,
        )
        Milestone.objects.bulk_create(
            Milestone(
                item=copy,
                requirement=one.requirement,
                # a month counts from its own list: what was due keeps its day
                due_on=one.due_on or _day_of(one, last),
                sizes=one.sizes,
            )
            for one in item.milestones.all()
        )


def _day_of(milestone: Milestone, version: ListVersion) -> date:
    assert version.effective_from is not None  # issued: a constraint
    return queries.plain_milestone(milestone).day(version.effective_from)


@transaction.atomic
def set_weights(*, by: Actor, version: ListVersion, weights: Mapping[str, int]) -> ListVersion:
    """Before opinions are asked for. Raises NotAllowedError, StepRefusedError, FactsRefusedError."""
    _refuse_without(by, DECIDE)
    version = _to_change(version, "set_weights")
    try:
        version.weights = scoring.checked_weights(scoring.shipped(), weights)
    except WeightsRefused as refused:
        raise FactsRefusedError(
            _("Bốn trọng số phải là số nguyên từ 0, cộng lại đúng 100; nhận được tổng %(sum)d.")
            % {"sum": sum(weights.values())}
        ) from refused
    version.save(update_fields=["weights"])
    journal.record(by, "list.weighed", version, weights=version.weights)
    return version


@transaction.atomic
def step_on(
    *, by: Actor, version: ListVersion, seen: str, opinions_until: date | None = None
) -> ListVersion:
    """To the next step. `seen` is the step on the page: whoever comes second is told, nothing is skipped.

    Raises NotAllowedError, StepRefusedError.
    """
    _refuse_without(by, DECIDE)
    version = _locked(version)
    there_is = version.proposals.count() + version.items.count()
    following = rules.step_on(seen=seen, state=version.state, proposals=there_is)
    if isinstance(following, rules.Refusal):
        raise StepRefusedError(words.of_refusal(following))
    version.state = following
    if following == rules.CONSULTING:
        version.opinions_until = opinions_until
    version.save(update_fields=["state", "opinions_until"])
    journal.record(by, "list.stepped", version, to=following)
    return version


@transaction.atomic
def drop_version(*, by: Actor, version: ListVersion, seen: str) -> ListVersion:
    """An open version that will not be issued; it stays readable. Raises NotAllowedError,
    StepRefusedError.
    """
    _refuse_without(by, DECIDE)
    version = _locked(version)
    blocked = rules.refusal("drop", version.state)
    if seen != version.state:
        blocked = rules.Refusal("seen", (version.state,))
    if blocked:
        raise StepRefusedError(words.of_refusal(blocked))
    version.state = rules.DROPPED
    version.save(update_fields=["state"])
    journal.record(by, "list.dropped", version)
    return version


@transaction.atomic
def propose(
    *,
    by: Actor,
    version: ListVersion,
    group: ProductGroup,
    reason: str,
    grounds: Sequence[str] = (),
    evidence: str = "",
    grdp_share: Decimal | None = None,
) -> Proposal:
    """A group for the list; where it is proposed already the agency joins and leads it too, with its reason.

    Raises NotAllowedError, StepRefusedError, FactsRefusedError.
    """
    _refuse_without(by, PROPOSE, group.sector)
    version = _locked(version)
    reason = _good_text(reason, "reason", _("Ghi lý do đề xuất."))
    if unknown := set(grounds) - set(proposals.GROUNDS):
        raise ValueError(f"Expected grounds of {proposals.GROUNDS}, got {sorted(unknown)}")
    proposal = Proposal.objects.filter(version=version, group=group).first()
    blocked = rules.refusal("propose" if proposal is None else "join", version.state)
    if blocked:
        raise StepRefusedError(words.of_refusal(blocked))
    if proposal is None:
        proposal = Proposal.objects.create(
            version=version,
            group=group,
            grounds=sorted(set(grounds), key=proposals.GROUNDS.index),
            evidence=evidence.strip()[:LONG],
            grdp_share=grdp_share,
        )
    else:
        _join(proposal, grounds, evidence.strip(), grdp_share)
    ProposalLead.objects.update_or_create(
        proposal=proposal, organisation_id=_agency(by), defaults=_said(by) | {"reason": reason}
    )
    journal.record(by, "proposal.led", proposal, group=group.path, agency=by.organisation)
    return proposal


def _join(
    proposal: Proposal, grounds: Sequence[str], evidence: str, grdp_share: Decimal | None
) -> None:
    """What another agency knows stands beside what was told already; nothing of either is lost."""
    together = set(proposal.grounds) | set(grounds)
    proposal.grounds = sorted(together, key=proposals.GROUNDS.index)
    if evidence and evidence not in proposal.evidence:
        both = f"{proposal.evidence}\n{evidence}".strip()
        proposal.evidence = _good_text(both, "evidence", "")
    if grdp_share is not None:
        if proposal.grdp_share not in (None, grdp_share):
            raise FactsRefusedError(
                _("Đề xuất này đã ghi %(known)s %%. Để trống ô này, nêu số khác trong lý do.")
                % {"known": words.points(Fraction(proposal.grdp_share))},
                "grdp_share",
            )
        proposal.grdp_share = grdp_share
    proposal.save(update_fields=["grounds", "evidence", "grdp_share"])


@transaction.atomic
def leave_proposal(*, by: Actor, proposal: Proposal) -> None:
    """The agency leads it no longer; a proposal that nobody leads is gone. Raises NotAllowedError,
    StepRefusedError.
    """
    _refuse_without(by, PROPOSE)
    _to_change(proposal.version, "propose")
    ProposalLead.objects.filter(proposal=proposal, organisation_id=_agency(by)).delete()
    journal.record(by, "proposal.left", proposal, agency=by.organisation)
    if not proposal.leads.exists():
        proposal.delete()


@transaction.atomic
def give_opinion(*, by: Actor, proposal: Proposal, stance: str, said: str = "") -> Opinion:
    """Given again it replaces the earlier one. Raises NotAllowedError, StepRefusedError,
    FactsRefusedError.
    """
    _refuse_without(by, OPINE)
    _to_change(proposal.version, "give_opinion")
    if stance not in rules.STANCES:
        raise FactsRefusedError(_("Chọn một ý kiến."), "stance")
    if stance != rules.AGREE:
        said = _good_text(said, "said", _("Ghi rõ cần sửa gì, hoặc vì sao không đồng ý."))
    opinion, _new = Opinion.objects.update_or_create(
        proposal=proposal,
        organisation_id=_agency(by),
        defaults=_said(by) | {"stance": stance, "words": said.strip()[:LONG]},
    )
    journal.record(by, "opinion.given", proposal, stance=stance, agency=by.organisation)
    return opinion


@transaction.atomic
def mark_proposal(
    *, by: Actor, proposal: Proposal, points: Mapping[str, int], reasons: Mapping[str, str]
) -> list[Score]:
    """Points of one agency on every criterion at once. Raises NotAllowedError, StepRefusedError,
    FactsRefusedError.
    """
    _refuse_without(by, SCORE)
    _to_change(proposal.version, "mark")
    sheet = scoring.shipped()
    for criterion in sheet.criteria:
        given = points.get(criterion.id)
        if given is None or not 0 <= given <= sheet.most_points:
            raise FactsRefusedError(
                _("Chọn một mức cho tiêu chí “%(name)s”.") % {"name": words.criterion(criterion)},
                criterion.id,
            )
    rows = [
        Score.objects.update_or_create(
            proposal=proposal,
            organisation_id=_agency(by),
            criterion=one.id,
            defaults=_said(by)
            | {"points": points[one.id], "reason": reasons.get(one.id, "").strip()[:500]},
        )[0]
        for one in sheet.criteria
    ]
    journal.record(by, "proposal.marked", proposal, points=dict(points), agency=by.organisation)
    return rows


# --- inside ---------------------------------------------------------------------------------------


def _locked(version: ListVersion) -> ListVersion:
    """The row as it stands now, locked: everything that two people might do at once takes it first."""
    return ListVersion.objects.select_for_update().get(pk=version.pk)


def _to_change(version: ListVersion, verb: str) -> ListVersion:
    """Raises StepRefusedError when it is not the time for this verb."""
    version = _locked(version)
    if blocked := rules.refusal(verb, version.state):
        raise StepRefusedError(words.of_refusal(blocked))
    return version


def _refuse_without(by: Actor, right: str, sector: str | None = None) -> None:
    if by.may_everywhere(right) if right == DECIDE else by.may(right, sector=sector):
        return  # a list binds the whole province: nobody decides on it from one commune or sector
    if sector is not None and by.may(right):
        raise NotAllowedError(
            _("Nhóm này thuộc lĩnh vực %(sector)s, ngoài lĩnh vực được giao cho tài khoản này.")
            % {"sector": words.SECTORS[sector]},
            "group",
        )
    raise NotAllowedError(_("Tài khoản này chưa được giao việc đó trong danh mục."))


def _agency(by: Actor) -> int:
    if by.organisation_id is None:
        raise NotAllowedError(_("Việc này cần tài khoản của một cơ quan."))
    return by.organisation_id


def _said(by: Actor) -> dict[str, str]:
    return {"agency": by.organisation, "said_by": by.name}


def _good_text(text: str, field: str, missing: str) -> str:
    text = text.strip()
    if not text:
        raise FactsRefusedError(missing, field)
    if len(text) > LONG:
        raise FactsRefusedError(
            _("Cần nhiều nhất %(most)d ký tự; nhận được %(got)d.")
            % {"most": LONG, "got": len(text)},
            field,
        )
    return text
