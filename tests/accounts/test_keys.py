"""API keys: who holds one is somebody, until it ends."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tests import people
from txng.accounts import actions, queries
from txng.accounts.actors import operator
from txng.accounts.errors import ScopeNotAllowedError, UnknownKeyError, UnknownScopeError
from txng.accounts.models import ApiKey, JournalEntry

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def create_key(**wishes):
    wishes = {"organisation": people.enterprise(), "scopes": {"capture", "query"}, **wishes}
    return actions.create_key(by=operator(), **wishes)


def test_a_key_lets_an_act_for_her_enterprise_and_for_nothing_else():
    key, plain = create_key()
    actor = queries.actor_for_bearer(plain)
    assert actor.organisation == people.ANS_ENTERPRISE
    assert actor.organisation_id == people.enterprise().pk
    assert actor.scopes == {"capture", "query"}
    assert actor.name == key.prefix
    assert actor.may("query")
    assert not actor.may("oversight")


def test_the_plain_key_is_kept_nowhere():
    _key, plain = create_key()
    secret = plain.rpartition("_")[2]
    kept = [str(row) for row in ApiKey.objects.values()] + [
        str(row) for row in JournalEntry.objects.values()
    ]
    assert len(kept) >= 3
    assert not [row for row in kept if secret in row]


def test_a_key_names_itself_and_holds_160_random_bits():
    _key, plain = create_key()
    assert re.fullmatch(r"txng_[a-z2-7]{8}_[a-z2-7]{32}", plain)
    assert len({create_key()[1] for _ in range(20)}) == 20


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: "",
        lambda plain: "txng_",
        lambda plain: plain[:-1],
        lambda plain: plain + "a",
        lambda plain: plain.upper(),
        lambda plain: " " + plain,
        lambda plain: plain[:-1] + ("a" if plain[-1] != "a" else "b"),
        lambda plain: plain[:14] + "a" * 32,
        lambda plain: "txng_aaaaaaaa_" + plain[14:],
        lambda plain: plain + "\x00",
        lambda plain: "khóa",
    ],
)
def test_anything_but_the_very_key_opens_nothing(spoil):
    _key, plain = create_key()
    assert queries.actor_for_bearer(plain) is not None
    assert queries.actor_for_bearer(spoil(plain)) is None


def test_a_revoked_key_opens_nothing_from_that_second():
    key, plain = create_key()
    actions.revoke_key(by=operator(), prefix=key.prefix)
    assert queries.actor_for_bearer(plain) is None


def test_revoking_twice_keeps_the_first_moment_and_one_line():
    key, _plain = create_key()
    first = actions.revoke_key(by=operator(), prefix=key.prefix)
    second = actions.revoke_key(by=operator(), prefix=key.prefix)
    assert first.revoked_at == second.revoked_at
    assert JournalEntry.objects.filter(verb="key.revoked").count() == 1


def test_revoking_a_key_that_is_not_there_says_so():
    with pytest.raises(UnknownKeyError, match="txng_nothere1"):
        actions.revoke_key(by=operator(), prefix="txng_nothere1")


def test_a_key_ends_at_its_last_moment():
    with time_machine.travel(NOON, tick=False):
        _key, plain = create_key(expires_at=NOON + timedelta(days=30))
        assert queries.actor_for_bearer(plain) is not None
    with time_machine.travel(NOON + timedelta(days=30, seconds=-1), tick=False):
        assert queries.actor_for_bearer(plain) is not None
    with time_machine.travel(NOON + timedelta(days=30), tick=False):
        assert queries.actor_for_bearer(plain) is None


def test_oversight_is_for_agencies_only():
    with pytest.raises(ScopeNotAllowedError, match="oversight"):
        create_key(scopes={"query", "oversight"})
    _key, plain = create_key(organisation=people.agency(), scopes={"oversight"})
    assert queries.actor_for_bearer(plain).scopes == {"query", "oversight"}
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize("scopes", [set(), {"admin"}, {"capture", "Query"}, {""}])
def test_a_word_that_is_no_scope_is_refused(scopes):
    with pytest.raises(UnknownScopeError, match="capture, query, oversight"):
        create_key(scopes=scopes)
    assert not ApiKey.objects.exists()


def test_dung_sees_only_keys_of_his_own():
    create_key()
    create_key(organisation=people.enterprise(people.DUNGS_ENTERPRISE))
    seen = queries.keys(people.dung())
    assert [key.organisation.name for key in seen] == [people.DUNGS_ENTERPRISE]
    assert len(queries.keys(operator())) == 2


def test_the_cast_holds_keys_that_say_who_they_are():
    for person in (people.an(), people.binh(), people.chi(), people.dung()):
        held = queries.actor_for_bearer(people.key_of(person))
        assert (held.organisation_id, held.scopes) == (person.organisation_id, person.scopes)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"digest": "short"},
        {"scopes": "query capture"},
        {"scopes": ""},
        {"scopes": "oversight"},
        {"expires_at": NOON - timedelta(seconds=1)},
        {"revoked_at": NOON - timedelta(seconds=1)},
    ],
)
def test_the_database_itself_refuses_a_nonsensical_key(nonsense):
    good = {
        "prefix": "txng_aaaaaaaa",
        "digest": "0" * 64,
        "organisation": people.enterprise(),
        "scopes": "capture query",
        "created_at": NOON,
        "created_by": "operator",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.create(**{**good, **nonsense})
    ApiKey.objects.create(**good)
