"""The agencies of Plan 6736 get accounts of the demonstration, so that somebody can act for each.

    agencies.staff("so-khcn")  ->  an Actor of that agency

Their names end in "(trình diễn)": no real agency said anything that stands in the demonstration.
"""

from dataclasses import replace
from typing import Final

from txng.accounts import actions as accounts
from txng.accounts.actors import Actor, operator, operator_for
from txng.parties import actions, queries

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


def staff(code: str, person: str = "can-bo") -> Actor:
    """Somebody of this agency, with the operator's rights; `person` tells two people of one agency apart
    in the journal."""
    account = accounts.ensure_organisation(by=operator(), name=name_of(code), kind="agency")
    return replace(operator_for(account.pk, account.name), name=f"{code}.{person}")
