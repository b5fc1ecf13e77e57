"""Objects of the register for the matrix: An's cooperative, Dũng's, and a member of An's that has an account.

own         An's cooperative and what is its
adjacent    Lan's household, a member of it: An's people see it; only Lan and officers change it
foreign     Dũng's cooperative and what is its
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from tests import people
from tests.accounts.matrix import OURS, Objects
from tests.parties import register
from txng.accounts.actors import operator
from txng.parties import actions
from txng.parties.actions import CodeFacts, PlaceFacts
from txng.parties.models import Enterprise, Membership
from txng.parties.rules import own_codes

LANS_HOUSEHOLD = "Hộ của Lan (hư cấu)"
MISSING = 999_999_999
NO_PARTY = own_codes.code_of(own_codes.PARTY, MISSING)
NO_PLACE = own_codes.code_of(own_codes.ESTABLISHMENT, MISSING)
NO_PLOT = own_codes.code_of(own_codes.PLOT, MISSING)
EDITORS = frozenset({"thuong-truc", "can-bo"})
OFFICERS = EDITORS | {"kiem-tra"}
SEE_AGENCIES = OFFICERS | {"chung-nhan", "chu-co-so", "chu-co-so-cho", "nhan-vien"}
Of = Callable[[Enterprise], Any]


def lans_household() -> Enterprise:
    return actions.register_enterprise(
        by=operator(),
        facts=register.facts(LANS_HOUSEHOLD, kind="nong-ho"),
        organisation=people.enterprise(LANS_HOUSEHOLD),
    )


def cooperatives() -> tuple[Enterprise, Enterprise]:
    return register.ans_cooperative(), register.dungs_company(kind="hop-tac-xa")


def joined(group: Enterprise, member: Enterprise) -> Membership:
    return actions.add_member(by=operator(), group=group, member=member)


def objects(key: str, of: Of, missing: Any, *, is_to_change: bool) -> Callable[[], Objects]:
    def make() -> Objects:
        an, dung = cooperatives()
        lan = lans_household()
        joined(an, lan)
        whose = EDITORS if is_to_change else OFFICERS
        beside = whose if is_to_change else whose | OURS
        seen_by: Mapping[str, frozenset[str]] = {"own": whose, "adjacent": beside, "foreign": whose}
        return Objects(
            own={key: of(an)},
            adjacent={key: of(lan)},
            foreign={key: of(dung)},
            missing={key: missing},
            seen_by=seen_by,
        )

    return make


def party(of: Enterprise) -> str:
    return of.code


def place(of: Enterprise) -> str:
    facts = PlaceFacts(kind="dong-goi", name="Xưởng", commune_code=register.LAC_DUONG)
    return actions.register_establishment(by=operator(), enterprise=of, facts=facts).code


def plot(of: Enterprise) -> str:
    """With a boundary, the same for all: that Dũng's lies over An's opens it to neither."""
    return register.plot(of).code


def site_code(of: Enterprise) -> int:
    facts = CodeFacts(
        kind="vung-trong",
        code=f"VN-68-24848-{of.pk % 99 + 1:02}-26",
        issued_on=date(2026, 5, 1),
        plots=[register.plot(of)],
    )
    return actions.register_site_code(by=operator(), enterprise=of, facts=facts).pk


def boundaries() -> Objects:
    """Where a household's plot ends is as private as its name: the standing agency opens both first."""
    made = TO_SEE("code", plot, NO_PLOT)()
    return replace(
        made, seen_by=made.seen_by | {"adjacent": made.seen_by["adjacent"] - {"thuong-truc"}}
    )


def groups() -> Objects:
    """A household has no members, whoever asks: here what lies next to An is left out."""
    an, dung = cooperatives()
    return Objects(
        own={"code": an.code},
        foreign={"code": dung.code},
        missing={"code": NO_PARTY},
        seen_by={"own": EDITORS, "foreign": EDITORS},
    )


def memberships() -> Objects:
    """Next to An's: a membership of Dũng's under the code of An's. Nobody finds it there."""
    an, dung = cooperatives()
    ours = joined(an, lans_household()).pk
    theirs = joined(dung, register.household()).pk
    return Objects(
        own={"code": an.code, "number": ours},
        adjacent={"code": an.code, "number": theirs},
        foreign={"code": dung.code, "number": theirs},
        missing={"code": an.code, "number": MISSING},
        seen_by={"own": EDITORS, "foreign": EDITORS},
    )


def pairs() -> Objects:
    """Two entries to make one. Next to An's: the cooperative with itself, which is no pair."""
    an, dung = cooperatives()
    again, third = register.party("HTX của An"), register.party("HTX của Dũng")
    return Objects(
        own={"keep": an.code, "drop": again.code},
        adjacent={"keep": an.code, "drop": an.code},
        foreign={"keep": dung.code, "drop": third.code},
        missing={"keep": an.code, "drop": NO_PARTY},
        seen_by={"own": {"thuong-truc"}, "foreign": {"thuong-truc"}},
    )


def agencies(seen_by: frozenset[str]) -> Objects:
    """Bodies of the Plan belong to nobody: whoever has the right sees them all, those that ended too."""
    actions.load_plan(by=operator())
    return Objects(
        own={"code": "so-khcn"},
        foreign={"code": "ubnd-cap-huyen"},
        missing={"code": "khong-co"},
        seen_by={"own": seen_by, "foreign": seen_by},
    )


def persons() -> Objects:
    """Names of persons are opened by the standing agency, never those of one's own party: they are open."""
    an, dung = cooperatives()
    lan = lans_household()
    agency = frozenset({"thuong-truc"})
    return Objects(
        own={"code": an.code},
        adjacent={"code": lan.code},
        foreign={"code": dung.code},
        missing={"code": NO_PARTY},
        seen_by={"own": agency, "adjacent": agency, "foreign": agency},
        seen_by_ours=frozenset(),
    )


TO_SEE = partial(objects, is_to_change=False)
TO_CHANGE = partial(objects, is_to_change=True)
OBJECTS = {
    "parties:enterprise": TO_SEE("code", party, NO_PARTY),
    **{f"parties:{name}": TO_CHANGE("code", party, NO_PARTY) for name in (
        "edit_enterprise", "close_enterprise", "reopen_enterprise",
        "new_establishment", "new_plot", "new_site_code",
    )},
    "parties:open_persons": persons,
    "parties:add_member": groups,
    "parties:end_membership": memberships,
    "parties:merge": pairs,
    "parties:edit_establishment": TO_CHANGE("code", place, NO_PLACE),
    "parties:plot": TO_SEE("code", plot, NO_PLOT),
    "parties:plot_geojson": boundaries,
    **{f"parties:{name}": TO_CHANGE("code", plot, NO_PLOT) for name in ("edit_plot", "close_plot")},
    "parties:site_code": TO_SEE("number", site_code, MISSING),
    **{f"parties:{name}": TO_CHANGE("number", site_code, MISSING) for name in (
        "edit_site_code", "state_site_code",
    )},
    "parties:agency": partial(agencies, SEE_AGENCIES),
    **{f"parties:{name}": partial(agencies, frozenset({"thuong-truc"})) for name in (
        "rename_agency", "end_agency", "add_mandate", "seat_agency", "open_accounts",
    )},
}  # fmt: skip
