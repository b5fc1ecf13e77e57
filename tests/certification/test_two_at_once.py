"""Two people press the same button in the same moment, on real connections: one wins, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests import people
from tests.certification import makers
from txng.certification.actions import bodies, ending, issuing
from txng.certification.errors import CertificationError
from txng.certification.models import Accreditation, Certificate, Change, Withdrawal

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def at_once(*verbs):
    """What each gave: "done", or the sentence that refused it."""
    start = Barrier(len(verbs))

    def run(verb):
        try:
            start.wait(timeout=30)
            verb()
        except CertificationError as refused:
            return str(refused)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return sorted(pool.map(run, verbs), key=lambda told: told != "done")


def test_one_of_many_gets_the_number():
    body, scheme, holder, lan = makers.body(), makers.scheme(), makers.holder(), makers.lan()
    for number in range(ROUNDS):

        def issue(number=number):
            issuing.issue_certificate(
                by=lan, body=body, scheme=scheme, holder=holder, said=makers.said(f"VG-{number}")
            )

        told = at_once(*[issue] * 4)
        assert told.count("done") == 1
        assert "đã có chứng nhận số" in told[-1]
    assert Certificate.objects.count() == ROUNDS
    numbers = list(Change.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, ROUNDS + 1))  # no gap where somebody was refused


def test_a_withdrawal_is_confirmed_or_taken_back_and_never_both():
    for _round in range(ROUNDS):
        one = makers.certificate()
        lan, mai = makers.signed_in(makers.lan()), makers.mai()
        ending.withdraw_certificate(by=lan, certificate=one, reason="Hồ sơ giả")
        told = at_once(
            lambda: ending.confirm_withdrawal(by=mai, certificate=one),  # noqa: B023 - run before the next
            lambda: ending.take_back_withdrawal(by=lan, certificate=one),  # noqa: B023
        )
        assert told.count("done") == 1
        one.refresh_from_db()
        decided = Withdrawal.objects.get(certificate=one)
        assert (one.state == "withdrawn") is decided.is_confirmed
        assert one.state in ("withdrawn", "valid")


def test_one_of_two_renewals_stands_and_one_of_two_suspensions_is_told():
    one, lan = makers.certificate(), makers.lan()

    def renew():
        issuing.renew_certificate(
            by=lan, certificate=one, said=makers.said(valid_from=makers.days(-1))
        )

    assert at_once(renew, renew)[0] == "done"
    assert Certificate.objects.filter(replaces=one).count() == 1
    told = at_once(*[lambda: ending.suspend_certificate(by=lan, certificate=one, reason="Chờ")] * 2)
    assert told[0] == "done"
    assert "đang bị đình chỉ" in told[1]


def test_two_versions_of_an_accreditation_get_two_numbers():
    body, told, binh = makers.body(), makers.told(), people.binh()
    assert at_once(*[lambda: bodies.accredit(by=binh, body=body, **told)] * 2) == ["done", "done"]
    assert sorted(Accreditation.objects.values_list("version", flat=True)) == [1, 2, 3]
