"""The roles that ship and the rights of the rooms fit each other: the list grows by itself."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from txng.accounts.rules import KINDS
from txng.conf import roles


def test_every_right_of_every_room_is_held_by_some_role():
    """Else nobody could ever do it: add the right to a line of conf/roles.py."""
    held = {right for code in roles.ROLES for right in roles.rights_of(code)}
    assert sorted(set(roles.rights()) - held) == []


@pytest.mark.parametrize("code", roles.ROLES)
def test_every_right_of_a_role_is_one_that_a_room_has(code):
    listed = {word for word in roles.ROLES[code].rights if not word.endswith(".")}
    assert sorted(listed - set(roles.rights())) == []
    assert set(roles.ROLES[code].kinds) <= set(KINDS)


def test_every_right_is_named_after_its_room_and_has_a_sentence():
    for right, sentence in roles.rights().items():
        assert right in roles.SCOPES or right.partition(".")[0] in roles.ROOMS, right
        assert len(sentence.split()) >= 2, right


def test_roles_are_told_in_english_too():
    with translation.override("en"):
        assert gettext(roles.ROLES["chu-co-so"].name) != roles.ROLES["chu-co-so"].name


def test_officers_owe_a_second_factor_for_everything_but_counting():
    for code, role in roles.ROLES.items():
        counts_only = all(right.endswith(".count") for right in roles.rights_of(code))
        assert role.needs_second_factor or role.kinds == ("enterprise",) or counts_only, code


def test_a_territory_is_a_commune_and_never_a_level():
    assert roles.territories()["24846"] == "Phường Lang Biang - Đà Lạt"
    assert len(roles.territories()) == 124


def test_who_is_not_confirmed_lacks_what_reaches_others_and_nothing_else():
    """A right that is new in chu-co-so: does it put anything before the public? Then it is named here,
    else it goes into chu-co-so-cho as well (docs/decisions/0023)."""
    owner, waiting = (set(roles.rights_of(code)) for code in ("chu-co-so", "chu-co-so-cho"))
    assert waiting - owner == set()
    assert owner - waiting == {
        "capture", "links", "accounts.keys", "barcodes.activate", "barcodes.end", "resolver.see_links",
        "certification.assess", "awards.apply", "awards.propose",
        "supervision.own",  # of whoever records no event there is nothing to watch
    }  # fmt: skip
