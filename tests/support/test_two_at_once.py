"""Two people press the button in the same moment, on real connections: one wins, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests import people
from tests.support import newcomers
from txng.accounts.models import User
from txng.parties.actions import PartyFacts
from txng.parties.models import Enterprise
from txng.support.actions import deciding, registering
from txng.support.errors import StaleError, SupportError, TaxCodeTakenError
from txng.support.models import Registration

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs):
    """What each gave: "done", or the kind of the refusal."""
    start = Barrier(len(verbs))

    def run(verb):
        try:
            start.wait(timeout=30)
            verb()
        except SupportError as refused:
            return type(refused).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return sorted(pool.map(run, verbs), key=lambda told: told != "done")


def facts(name: str) -> PartyFacts:
    return PartyFacts(
        kind="hop-tac-xa", name=name, sector="nong-nghiep", commune_code="24848",
        tax_code=newcomers.TAX_CODE,
    )  # fmt: skip


def newcomer(username: str, token: str) -> registering.Newcomer:
    return registering.Newcomer(username, "Lê Thị Mơ", newcomers.PASSWORD, token, "192.0.2.7")


def test_of_two_with_one_tax_code_one_wins_and_the_other_may_ask_to_join():
    people.shipped("chu-co-so-cho")
    told = at_once(
        *(
            lambda name=name: registering.register(
                newcomer=newcomer(name, name), facts=facts(f"Hợp tác xã của {name} (hư cấu)")
            )
            for name in ("mo", "na")
        )
    )
    assert told == ["done", TaxCodeTakenError.__name__]
    assert (User.objects.count(), Enterprise.objects.count()) == (1, 1)


def test_one_form_sent_twice_in_a_moment_makes_one_account_and_both_are_let_in():
    people.shipped("chu-co-so-cho")
    send = lambda: registering.register(  # noqa: E731 - the same press, twice
        newcomer=newcomer("mo", "the same form"), facts=facts("Hợp tác xã Suối Vàng (hư cấu)")
    )
    assert at_once(send, send) == ["done", "done"]
    assert (User.objects.count(), Registration.objects.count()) == (1, 1)


def test_of_two_officers_one_decides():
    people.shipped("chu-co-so-cho")
    registering.register(
        newcomer=newcomer("mo", "a form"), facts=facts("Hợp tác xã Suối Vàng (hư cấu)")
    )
    row, binh = Registration.objects.select_related("enterprise").get(), people.binh()
    told = at_once(
        lambda: deciding.confirm(by=binh, registration=row),
        lambda: deciding.refuse(by=binh, registration=row, reason="Sai mã số thuế"),
    )
    assert told == ["done", StaleError.__name__]
