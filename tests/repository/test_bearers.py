"""The door for machines asks who holds a key once a second."""

from txng.accounts.actors import Actor
from txng.repository.rest.bearers import MOST, TRUSTED_FOR, Bearers

AN = Actor(1, "HTX của An", frozenset({"query"}), "txng_aaaaaaaa")


class Accounts:
    """Answers for the keys in `held`, and counts how often it is asked."""

    def __init__(self, *held: str) -> None:
        self.held = set(held)
        self.asked = 0

    def __call__(self, secret: str) -> Actor | None:
        self.asked += 1
        return AN if secret in self.held else None


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_key_is_asked_for_once_a_second():
    accounts, clock = Accounts("k"), Clock()
    bearers = Bearers(accounts, clock)
    assert [bearers.actor("k") for _ in range(5)] == [AN] * 5
    assert accounts.asked == 1
    clock.now += TRUSTED_FOR
    assert bearers.actor("k") == AN
    assert accounts.asked == 2


def test_a_revoked_key_is_refused_a_second_later_and_for_good():
    accounts, clock = Accounts("k"), Clock()
    bearers = Bearers(accounts, clock)
    bearers.actor("k")
    accounts.held.clear()
    clock.now += TRUSTED_FOR
    assert bearers.actor("k") is None
    assert bearers.actor("k") is None


def test_a_key_that_was_refused_works_as_soon_as_it_exists():
    accounts = Accounts()
    bearers = Bearers(accounts, Clock())
    assert bearers.actor("k") is None
    accounts.held.add("k")
    assert bearers.actor("k") == AN


def test_keys_with_one_beginning_are_told_apart():
    bearers = Bearers(Accounts("txng_aaaaaaaa_1"), Clock())
    assert bearers.actor("txng_aaaaaaaa_1") == AN
    assert bearers.actor("txng_aaaaaaaa_2") is None


def test_the_memory_is_bounded_and_holds_no_key():
    accounts = Accounts(*(f"k{number}" for number in range(MOST + 1)))
    bearers = Bearers(accounts, Clock())
    for secret in accounts.held:
        bearers.actor(secret)
    assert len(bearers._kept) == 1
    assert not any(secret.encode() in bearers._kept for secret in accounts.held)
