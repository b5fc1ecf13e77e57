"""What an actor may do: a scope of a key, or a grant that covers territory and sector."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.accounts import rules
from txng.accounts.actors import Actor, Grant, operator, operator_for

LANG_BIANG, DA_TEH = "24846", "25126"
EDIT = frozenset({"parties.edit"})
SETS = st.none() | st.frozensets(st.sampled_from([LANG_BIANG, DA_TEH, "nong-nghiep", "y-te"]))


def person(*grants: Grant, scopes: frozenset[str] = frozenset()) -> Actor:
    return Actor(1, "Sở của Chi", scopes, "chi", person_id=7, grants=grants)


def test_an_officer_edits_in_her_communes_and_her_sector_only():
    chi = person(Grant(EDIT, frozenset({LANG_BIANG}), frozenset({"nong-nghiep"})))
    assert chi.may("parties.edit", territory=LANG_BIANG, sector="nong-nghiep")
    assert not chi.may("parties.edit", territory=DA_TEH, sector="nong-nghiep")
    assert not chi.may("parties.edit", territory=LANG_BIANG, sector="y-te")
    assert chi.may("parties.edit")  # enough to open the list
    assert not chi.may("parties.see", territory=LANG_BIANG)


def test_two_grants_do_not_add_up_to_a_third():
    """Agriculture in Lang Biang and health in Đạ Tẻh is not health in Lang Biang."""
    chi = person(
        Grant(EDIT, frozenset({LANG_BIANG}), frozenset({"nong-nghiep"})),
        Grant(EDIT, frozenset({DA_TEH}), frozenset({"y-te"})),
    )
    assert not chi.may("parties.edit", territory=LANG_BIANG, sector="y-te")
    assert len(chi.grants_for("parties.edit")) == 2
    assert not chi.may_everywhere("parties.edit")


def test_an_enterprises_own_people_reach_no_territory():
    an = person(Grant(EDIT, rules.OWN_ONLY, rules.OWN_ONLY))
    assert an.may("parties.edit")
    assert not an.may("parties.edit", territory=LANG_BIANG)
    assert not an.may("parties.edit", sector="nong-nghiep")


def test_a_key_may_what_its_scopes_say():
    machine = person(scopes=frozenset({"query"}))
    assert machine.may("query")
    assert not machine.may("capture")


def test_the_operator_may_all_and_an_actor_for_nobody_may_nothing():
    assert operator().may("parties.edit", territory=DA_TEH)
    assert operator_for(1, "x").may_everywhere("accounts.roles")
    assert not Actor(None, "", frozenset(), "consumer").may("parties.edit")
    assert not replace(operator(), is_operator=False).may("parties.edit")


@given(SETS, SETS, SETS)
def test_narrower_is_an_order(a, b, c):
    assert rules.narrower(a, a)
    assert rules.narrower(a, None)
    assert not (rules.narrower(a, b) and rules.narrower(b, c)) or rules.narrower(a, c)


@given(SETS, SETS, st.sampled_from([None, LANG_BIANG, DA_TEH, "y-te"]))
def test_what_a_narrower_grant_covers_the_wider_one_covers_too(inner, outer, territory):
    if rules.narrower(inner, outer) and Grant(EDIT, inner, None).covers(territory):
        assert Grant(EDIT, outer, None).covers(territory)


@pytest.mark.parametrize(
    ("kind", "codes", "reach"),
    [
        ("agency", None, None),
        ("agency", [LANG_BIANG], frozenset({LANG_BIANG})),
        ("agency", [], frozenset()),
        ("enterprise", None, frozenset()),
        ("enterprise", [LANG_BIANG], frozenset()),
        ("certifier", None, frozenset()),
        ("", None, frozenset()),
    ],
)
def test_only_an_agency_reaches_beyond_its_own_things(kind, codes, reach):
    assert rules.reach_of(kind, codes) == reach


def test_oversight_is_never_given_for_a_part_of_the_province():
    words = ["query", "oversight", "parties.edit"]
    assert rules.scopes_among(words, sees_everything=True) == {"query", "oversight"}
    assert rules.scopes_among(words, sees_everything=False) == {"query"}


def test_a_right_for_ones_own_things_only_is_told_from_one_that_reaches_others():
    def actor(*reaches):
        grants = tuple(Grant(frozenset({"parties.edit"}), *reach) for reach in reaches)
        return Actor(1, "An", frozenset(), "an", grants=grants)

    own, commune, sector = (rules.OWN_ONLY, rules.OWN_ONLY), ({"24846"}, None), (None, {"y-te"})
    assert actor(own).may_own_only("parties.edit")
    assert not actor(own, commune).may_own_only("parties.edit")
    assert not actor(sector).may_own_only("parties.edit")
    assert not actor().may_own_only("parties.edit")  # held for nothing
    assert not operator().may_own_only("parties.edit")
