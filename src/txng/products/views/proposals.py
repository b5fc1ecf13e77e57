"""One proposal: who leads it, opinions side by side, the score sheet that explains itself, the roadmap."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.products.actions import items as item_actions
from txng.products.actions import lists as actions
from txng.products.forms import lists as forms
from txng.products.models import Proposal
from txng.products.queries import groups
from txng.products.queries import lists as queries
from txng.products.rules import lists as rules
from txng.products.rules import scoring
from txng.products.views.lists import address, crumbs, version_crumb
from txng.products.views.shared import done, done_or_told
from txng.ui import notices
from txng.ui.answering import found, see


def _address(one: Proposal) -> str:
    return reverse("products:proposal", args=[one.pk])


@requires_right("products.propose")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: GuardedRequest, number: int) -> HttpResponse:
    version = found(queries.version(request.actor, number))
    known = [
        one
        for one in groups.groups(request.actor)
        if request.actor.may(actions.PROPOSE, sector=one.sector)
    ]
    form = forms.ProposalForm(
        request.POST or None, groups=known, initial={"group": request.GET.get("nhom", "")}
    )
    overlaps: list[queries.Overlap] = []
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        path = told.pop("group")
        group = found(groups.group_at(request.actor, path))
        made = done(form, actions.propose, by=request.actor, version=version, group=group, **told)
        if made is not None:
            overlaps = queries.overlaps(request.actor, version.kind, path, timezone.localdate())
            if overlaps:
                names = ", ".join(one.name for one in overlaps)
                notices.warn(
                    request,
                    _(
                        "Đã ghi đề xuất. Danh mục đang có hiệu lực có sẵn: %(names)s. Xem có trùng không."
                    )
                    % {"names": names},
                )
            else:
                notices.good(request, _("Đã ghi đề xuất của cơ quan bạn."))
            return see(_address(made))
    values = {"form": form, "version": version, "crumbs": crumbs(version_crumb(version))}
    return render(
        request,
        "products/propose.html",
        values,
        status=400 if form.is_bound and form.errors else 200,
    )


@requires_right("products.opine")
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: GuardedRequest, number: int) -> HttpResponse:
    """POST with `what` = opinion or score: two forms on one page, each with its own button."""
    one = found(queries.proposal(request.actor, number))
    what = request.POST.get("what", "")
    opinion = forms.OpinionForm(
        request.POST if what == "opinion" else None, initial=_mine(request, one)
    )
    score = forms.ScoreForm(
        request.POST if what == "score" else None, initial=_my_points(request, one)
    )
    if what == "opinion" and opinion.is_valid():
        values = {"by": request.actor, "proposal": one, **opinion.cleaned_data}
        if done(opinion, actions.give_opinion, **values) is not None:
            notices.good(request, _("Đã ghi ý kiến của cơ quan bạn."))
            return see(_address(one))
    if what == "score" and score.is_valid():
        values = {
            "by": request.actor,
            "proposal": one,
            "points": score.points,
            "reasons": score.reasons,
        }
        if done(score, actions.mark_proposal, **values) is not None:
            notices.good(request, _("Đã ghi điểm của cơ quan bạn."))
            return see(_address(one))
    actor, state = request.actor, one.version.state
    wrong = bool(opinion.is_bound and opinion.errors) or bool(score.is_bound and score.errors)
    values = {
        "proposal": one,
        "version": one.version,
        "verdict": queries.verdict(one),
        "sheet": scoring.shipped(),
        "opinion_form": opinion if actor.may(actions.OPINE) and state == rules.CONSULTING else None,
        "score_form": score if actor.may(actions.SCORE) and state == rules.SCORING else None,
        "score_rows": [
            (score[one_.id], score[f"{one_.id}_reason"]) for one_ in scoring.shipped().criteria
        ],
        "item": one.items.first(),
        "may_choose": actor.may_everywhere(actions.DECIDE) and state == rules.SCORING,
        "may_lead": actor.may(actions.PROPOSE, sector=one.group.sector)
        and rules.refusal("join", state) is None,
        "crumbs": crumbs(version_crumb(one.version)),
    }
    return render(request, "products/proposal.html", values, status=400 if wrong else 200)


def _mine(request: GuardedRequest, one: Proposal) -> dict[str, Any]:
    """What this agency said already: a change begins with it."""
    for opinion in one.opinions.all():
        if opinion.organisation_id == request.actor.organisation_id:
            return {"stance": opinion.stance, "said": opinion.words}
    return {}


def _my_points(request: GuardedRequest, one: Proposal) -> dict[str, Any]:
    mine = [
        score
        for score in one.scores.all()
        if score.organisation_id == request.actor.organisation_id
    ]
    return {score.criterion: str(score.points) for score in mine} | {
        f"{score.criterion}_reason": score.reason for score in mine
    }


@requires_right("products.decide")
@require_POST
def choose(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.proposal(request.actor, number))
    if done_or_told(
        request, item_actions.choose_item, _("Đã đưa vào danh mục. Ghi phạm vi và lộ trình của mục."),
        by=request.actor, proposal=one,
    ):  # fmt: skip
        item = found(queries.proposal(request.actor, number)).items.get()
        return see(reverse("products:list_item", args=[item.pk]))
    return see(_address(one))


@requires_right("products.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def list_item(request: GuardedRequest, number: int) -> HttpResponse:
    """Whom the item binds, and its milestones: both or neither are saved."""
    item = found(queries.list_item(request.actor, number))
    data = request.POST if request.method == "POST" else None
    scope = forms.ScopeForm(
        data,
        initial={
            "communes": tuple(item.communes),
            "sizes": item.sizes,
            "exported_only": item.exported_only,
            "clause": item.clause,
        },
    )
    rows = forms.milestone_rows(
        data, [queries.plain_milestone(one) for one in item.milestones.all()]
    )
    checked = [scope.is_valid(), *(row.is_valid() for row in rows)] if data is not None else [False]
    if all(checked):
        milestones = [row.milestone for row in rows]
        kept = done(
            scope, item_actions.set_item, by=request.actor, item=item,
            milestones=[one for one in milestones if one is not None], **scope.cleaned_data,
        )  # fmt: skip
        if kept is not None:
            notices.good(request, _("Đã ghi phạm vi và lộ trình."))
            return see(address(item.version))
    values = {
        "item": item,
        "version": item.version,
        "form": scope,
        "rows": rows,
        "problems": [row for row in rows if row.is_bound and row.errors],
        "may_change": rules.refusal("choose", item.version.state) is None,
        "crumbs": crumbs(version_crumb(item.version)),
    }
    wrong = data is not None
    return render(request, "products/list_item.html", values, status=400 if wrong else 200)


@requires_right("products.decide")
@require_POST
def leave_out(request: GuardedRequest, number: int) -> HttpResponse:
    item = found(queries.list_item(request.actor, number))
    done_or_told(
        request,
        item_actions.leave_out,
        _("Đã đưa mục này ra khỏi bản danh mục."),
        by=request.actor,
        item=item,
    )
    return see(address(item.version))
