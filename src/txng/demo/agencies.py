"""The agencies of Plan 6736 get accounts of the demonstration, so that somebody can act for each.

    agencies.staff("so-khcn", role="thuong-truc")  ->  an Actor with the rights of that role

Their names end in "(trình diễn)": no real agency said anything that stands in the demonstration.
"""

from typing import Final

from txng.accounts import actions as accounts
from txng.accounts.actors import Actor, Grant, operator
from txng.conf import roles
from txng.parties import actions, queries
from txng.parties import rules as parties_rules

SEATED: Final = {
    "ubnd-tinh": "UBND tỉnh",
    "so-khcn": "Sở KH&CN",
    "tt-ung-dung-khcn": "TT Ứng dụng KH&CN",
    "so-nong-nghiep": "Sở NN&MT",
    "so-y-te": "Sở Y tế",
    "so-cong-thuong": "Sở Công Thương",
    "so-tai-chinh": "Sở Tài chính",
    "hiep-hoi-doanh-nghiep": "Hiệp hội DN",
    "bao-va-dai": "Báo và PTTH",
    "ubnd-cap-xa": "UBND cấp xã",
}


def name_of(code: str) -> str:
    return f"{SEATED[code]} (trình diễn)"


def put_in(*, by: Actor) -> None:
    if not queries.plan_is_loaded(by):
        actions.load_plan(by=by)
    for code in SEATED:
        agency = queries.agency(by, code)
        if agency is None or agency.organisation_id is not None:
            continue
        account = accounts.ensure_organisation(by=by, name=name_of(code), kind="agency")
        actions.seat_agency(by=by, agency=agency, organisation=account)


def staff(code: str, role: str = "can-bo") -> Actor:
    """Somebody of this agency, for the whole province; the journal names "operator of" the account."""
    account = accounts.ensure_organisation(by=operator(), name=name_of(code), kind="agency")
    rights = frozenset(roles.rights_of(role)) | {parties_rules.SEE}
    return Actor(
        account.pk,
        account.name,
        frozenset({"query"}),
        operator().name,
        grants=(Grant(rights, None, None),),
    )
