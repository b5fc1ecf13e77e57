"""What everybody may read: policies in force, calls that are open, topics that were accepted."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from txng.accounts.access import public
from txng.accounts.actors import Actor
from txng.awards.queries import incentives
from txng.awards.queries import topics as queries
from txng.awards.rules import APPLY
from txng.awards.rules import topics as rules
from txng.awards.views.policies import names_today
from txng.awards.views.shared import as_download
from txng.parties.models import Enterprise
from txng.ui import lists
from txng.ui.answering import found

ANYONE: Final = None
MOST: Final = 100


@public("Who may be encouraged must be able to read how")
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    rows = incentives.public_policies(ANYONE, timezone.localdate())
    names = names_today(*{one.lead.code for one, _calls in rows})
    values = {"rows": [(one, names[one.lead.code], calls) for one, calls in rows]}
    return render(request, "awards/public_policies.html", values)


@public("Who may be encouraged must be able to read how", knows_actor=True)
@require_safe
def policy(request: HttpRequest, number: int) -> HttpResponse:
    """An officer who reads it is not led to a door that is shut to officers."""
    actor: Actor | None = getattr(request, "actor", None)
    one = found(incentives.public_policy(ANYONE, number))
    today = timezone.localdate()
    calls = next(
        (calls for row, calls in incentives.public_policies(ANYONE, today) if row.pk == one.pk), []
    )
    codes = [agency.code for agency in (one.lead, one.coapprover) if agency is not None]
    names = names_today(*codes)
    values = {
        "one": one,
        "lead": names[one.lead.code],
        "coapprover": names[one.coapprover.code] if one.coapprover else "",
        "kinds": [str(dict(Enterprise.Kind.choices)[code]) for code in one.kinds],
        "sizes": [str(dict(Enterprise.Size.choices)[code]) for code in one.sizes],
        "calls": [(call, call.opens_on <= today) for call in calls],
        "files": incentives.policy_files(ANYONE, one),
        "is_open": bool(calls) and (actor is None or actor.may(APPLY)),
        "is_anyone": actor is None,
        "is_in_force": one.state == "mo" and (one.valid_until is None or one.valid_until >= today),
    }
    return render(request, "awards/public_policy.html", values)


@public("The text of a policy is for everybody")
@require_safe
def policy_file(request: HttpRequest, number: int, attachment: int) -> HttpResponse:
    one = found(incentives.public_policy(ANYONE, number))
    return as_download(incentives.policy_files(ANYONE, one), attachment)


@public("What the province paid to find out is for everybody")
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """`?cong-nghe=ai` narrows to one technology."""
    asked = request.GET.get("cong-nghe", "")
    rows = queries.published(ANYONE)
    if asked in rules.TECHNOLOGIES:
        rows = rows.filter(technologies__technology=asked)
    shown = list(rows[: MOST + 1])
    values = {
        "calls": queries.open_calls(ANYONE, timezone.localdate()),
        "rows": [(one, queries.carrier(one), _technologies(one)) for one in shown[:MOST]],
        "has_more": len(shown) > MOST,
        "most": MOST,
        "asked": asked if asked in rules.TECHNOLOGIES else "",
        "technologies": [(code, _(title)) for code, title in rules.TECHNOLOGIES.items()],
    }
    return render(request, "awards/public_topics.html", values)


@public("What the province paid to find out is for everybody")
@require_safe
def topic(request: HttpRequest, number: str) -> HttpResponse:
    one = found(queries.published_topic(ANYONE, number))
    contract = getattr(one, "contract", None)
    values = {
        "one": one,
        "organisation": queries.carrier(one),
        "contract": contract,
        "technologies": _technologies(one),
        "outputs": one.outputs.all(),
        "transfers": queries.public_transfers(ANYONE, one),
    }
    return render(request, "awards/public_topic.html", values)


def _technologies(one: object) -> str:
    tags = [_(rules.TECHNOLOGIES[row.technology]) for row in one.technologies.all()]  # type: ignore[attr-defined]
    return ", ".join(tags) or lists.written(None)
