"""Signing in by the rules: limits, one-time codes, sessions that end; with the real Argon2id."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import identify_hasher, make_password
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests import people
from txng.accounts import actions, limits, queries, rules, sealing, totp
from txng.accounts.actors import operator
from txng.accounts.errors import (
    BadNameError,
    LinkGoneError,
    TooOftenError,
    WrongCredentialsError,
)
from txng.accounts.models import (
    JournalEntry,
    Limit,
    OneTimeLink,
    Passkey,
    RecoveryCode,
    Session,
    Totp,
    User,
)

PASSWORD = "Cà phê chín đỏ trên đồi số 3"
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)

database = pytest.mark.django_db


def person(username="an"):
    return actions.create_person(by=operator(), username=username, password=PASSWORD)


def attempt(password=PASSWORD, username="an", address="10.0.0.1"):
    return actions.sign_in(username=username, password=password, address=address, agent="")


def with_telephone(someone, at):
    secret = totp.new_secret()
    sealed = sealing.seal(secret, f"totp {someone.pk}")
    Totp.objects.create(person=someone, sealed=sealed, confirmed_at=at)
    return secret


@database
def test_a_password_is_kept_as_argon2id():
    kept = person().password
    assert kept.startswith("argon2$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in kept


@database
def test_a_password_of_an_older_release_works_and_is_hashed_anew(settings):
    someone = person()
    scrypt = "django.contrib.auth.hashers.ScryptPasswordHasher"
    settings.PASSWORD_HASHERS = [scrypt]
    someone.password = make_password(PASSWORD)
    someone.save()
    settings.PASSWORD_HASHERS = ["txng.accounts.hashers.Argon2id", scrypt]
    session, _secret = attempt()
    assert session.is_whole
    assert identify_hasher(User.objects.get().password).algorithm == "argon2"


@database
def test_guessing_is_slowed_down_for_the_name_and_a_success_gives_it_back(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    someone = person()
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(rules.SIGN_IN_BY_NAME.burst):
            with pytest.raises(WrongCredentialsError):
                attempt("sai rồi nhé bạn ơi", address=f"10.0.0.{number}")
        with pytest.raises(TooOftenError) as told:
            attempt()  # even the right one
        assert 0 < told.value.seconds <= 60
        clock.shift(timedelta(seconds=told.value.seconds))
        session, _secret = attempt()
        assert session.person == someone
        for _number in range(rules.SIGN_IN_BY_NAME.burst - 1):
            with pytest.raises(WrongCredentialsError):
                attempt("sai rồi nhé bạn ơi")


@database
def test_an_address_that_tries_many_names_is_slowed_down(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with time_machine.travel(NOON, tick=False):
        for number in range(rules.SIGN_IN_BY_ADDRESS.burst):
            with pytest.raises(WrongCredentialsError):
                attempt(username=f"ten-{number}")
        with pytest.raises(TooOftenError):
            attempt(username="ten-khac")
        with pytest.raises(WrongCredentialsError):
            attempt(username="ten-khac", address="10.9.9.9")


@database
def test_no_address_and_no_name_is_kept_with_the_limits():
    with pytest.raises(WrongCredentialsError):
        attempt(username="khong-co-ai", address="203.0.113.77")
    kept = str(list(Limit.objects.values()))
    assert Limit.objects.count() == 2
    assert "203.0.113.77" not in kept
    assert "khong-co-ai" not in kept


@pytest.mark.django_db(transaction=True)
def test_the_limit_counts_tries_of_several_workers():
    """Twenty at once, five allowed: five pass, whichever thread they are in."""
    allowance, passed = rules.Allowance(5, timedelta(hours=1)), []

    def worker():
        try:
            for _number in range(5):
                try:
                    limits.spend("test", "an", allowance)
                    passed.append(1)
                except TooOftenError:
                    pass
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 5


@pytest.mark.django_db(transaction=True)
def test_a_bucket_may_be_given_back_while_another_worker_spends():
    allowance, troubles = rules.Allowance(10**6, timedelta(seconds=1)), []

    def worker(act):
        try:
            for _number in range(150):
                act()
        except (Limit.DoesNotExist, DatabaseError) as error:
            troubles.append(error)
        finally:
            connection.close()

    spends = [lambda: limits.spend("test", "an", allowance)] * 2
    threads = [
        threading.Thread(target=worker, args=(act,))
        for act in (*spends, lambda: limits.give_back("test", "an"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []


@given(
    st.integers(1, 20),
    st.integers(1, 100),
    st.lists(st.integers(0, 300), min_size=1, max_size=60),
)
def test_the_bucket_never_lets_more_through_than_it_says(burst, every, waits):
    """In any stretch of time at most burst + stretch/every pass, and one that waits gets in."""
    allowance = rules.Allowance(burst, timedelta(seconds=every))
    mark, now, passed = NOON, NOON, []
    for wait in waits:
        now += timedelta(seconds=wait)
        is_allowed, moment = rules.next_allowed(allowance, mark, now)
        if is_allowed:
            mark = moment
            passed.append(now)
        else:
            assert rules.next_allowed(allowance, mark, moment)[0]
            assert moment > now
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            stretch = (passed[last] - passed[first]).total_seconds()
            assert last - first + 1 <= burst + stretch / every


@database
def test_a_code_works_once_and_half_a_minute_late():
    someone = person()
    with time_machine.travel(NOON, tick=False) as clock:
        secret = with_telephone(someone, NOON)
        step = int(NOON.timestamp()) // totp.STEP_SECONDS
        half, _cookie = attempt()
        assert not half.is_whole
        clock.shift(timedelta(seconds=30))
        whole, _cookie = actions.prove_by_totp(session=half, typed=totp.code(secret, step))
        assert whole.second_factor_at is not None
        again, _cookie = attempt()
        with pytest.raises(WrongCredentialsError):
            actions.prove_by_totp(session=again, typed=totp.code(secret, step))
        with pytest.raises(WrongCredentialsError):
            actions.prove_by_totp(session=again, typed=totp.code(secret, step + 9))


@database
def test_codes_cannot_be_guessed_through():
    someone = person()
    with time_machine.travel(NOON, tick=False):
        with_telephone(someone, NOON)
        half, _cookie = attempt()
        for number in range(rules.SECOND_FACTOR.burst):
            with pytest.raises(WrongCredentialsError):
                actions.prove_by_totp(session=half, typed=f"{number:06}")
        with pytest.raises(TooOftenError):
            actions.prove_by_totp(session=half, typed="123456")


@database
def test_half_a_session_opens_nothing_and_is_no_use_after_the_whole():
    someone = person()
    secret = with_telephone(someone, NOON)
    half, cookie = attempt()
    assert queries.signed_in(cookie) is None
    assert queries.session_of(cookie, is_whole=False) == half
    import time

    typed = totp.code(secret, int(time.time()) // totp.STEP_SECONDS)
    _whole, whole_cookie = actions.prove_by_totp(session=half, typed=typed)
    assert whole_cookie != cookie
    assert queries.session_of(cookie, is_whole=False) is None
    assert queries.signed_in(cookie) is None
    assert queries.signed_in(whole_cookie) is not None


@database
def test_a_recovery_code_works_once_however_it_is_typed():
    someone = person()
    (first, *_rest) = actions.give_recovery_codes(by=operator(), person=someone)
    assert first not in str(list(RecoveryCode.objects.values()))
    with_telephone(someone, NOON)
    half, _cookie = attempt()
    typed = " " + first.replace("-", " ").upper()
    assert actions.prove_by_recovery_code(session=half, typed=typed)[0].is_whole
    again, _cookie = attempt()
    with pytest.raises(WrongCredentialsError):
        actions.prove_by_recovery_code(session=again, typed=first)


@database
@pytest.mark.parametrize(
    ("kind", "idle", "whole"),
    [(kind, *(span.idle, span.whole)) for kind, span in rules.SPANS.items()],
)
def test_a_session_ends_when_it_is_idle_and_when_it_is_old(kind, idle, whole):
    someone = person()
    with time_machine.travel(NOON, tick=False) as clock:
        _session, cookie = actions.begin_session(person=someone)
        Session.objects.update(kind=kind, ends_at=NOON + whole)
        clock.shift(idle)
        assert queries.signed_in(cookie) is not None
        clock.shift(timedelta(seconds=1))
        assert queries.signed_in(cookie) is None
        Session.objects.update(seen_at=NOON + whole - timedelta(seconds=1))
        clock.move_to(NOON + whole - timedelta(seconds=1))
        assert queries.signed_in(cookie) is not None
        clock.shift(timedelta(seconds=1))
        assert queries.signed_in(cookie) is None


@database
def test_old_sessions_are_forgotten_and_living_ones_are_not():
    someone = person()
    with time_machine.travel(NOON, tick=False) as clock:
        first, _cookie = actions.begin_session(person=someone)
        clock.move_to(first.ends_at + rules.FORGOTTEN_AFTER)
        second, _cookie = actions.begin_session(person=someone)
        assert set(Session.objects.all()) == {first, second}
        clock.shift(timedelta(seconds=1))
        third, _cookie = actions.begin_session(person=someone)
        assert set(Session.objects.all()) == {second, third}


@database
def test_somebody_who_was_shut_out_is_out_at_once():
    someone = person()
    _session, cookie = attempt()
    assert queries.signed_in(cookie) is not None
    User.objects.update(is_active=False)
    assert queries.signed_in(cookie) is None
    with pytest.raises(WrongCredentialsError):
        attempt()
    assert someone.pk


@database
def test_an_officer_without_a_second_factor_reads_counts_only():
    actor = people.binh()
    user = people.account_of(actor)
    organisation = people.agency()
    session, cookie = actions.begin_session(person=user, organisation=organisation)
    alone = queries.signed_in(cookie)
    assert alone.owes_second_factor
    assert alone.actor.scopes == frozenset()
    rights = {right for grant in alone.actor.grants for right in grant.rights}
    assert rights
    assert all(right.endswith(".count") for right in rights)
    Session.objects.filter(pk=session.pk).update(second_factor_at=NOON)
    both = queries.signed_in(cookie)
    assert not both.owes_second_factor
    assert both.actor.may("oversight")


@database
def test_a_look_ends_by_itself_after_half_an_hour():
    an = people.account_of(people.an())
    target = queries.assignments_of(an.pk)[0]
    client = people.client_of(people.binh())
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        client.post(f"/xem-nhu/{target.pk}", {"reason": "Hỗ trợ theo phiếu"})
        assert "Đang xem như" in client.get("/toi").content.decode()
        clock.shift(rules.LOOK_SPAN)
        assert "Đang xem như" not in client.get("/toi").content.decode()
    assert JournalEntry.objects.filter(verb="person.looked_as_ended").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_a_link_at_once_one_comes_in():
    _link, secret = actions.invite(
        by=operator(),
        organisation=people.enterprise(),
        role=people.shipped("nhan-vien"),
        for_whom="Lan",
    )
    outcomes = []

    def guest(name):
        try:
            actions.accept_invitation(secret=secret, username=name, full_name="", password=PASSWORD)
            outcomes.append("in")
        except LinkGoneError:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=guest, args=(f"lan{number}",)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "told", "told"]
    assert User.objects.filter(username__startswith="lan").count() == 1


@database
@pytest.mark.parametrize("kind", rules.LINK_KINDS)
def test_a_link_ends_by_itself(kind):
    with time_machine.travel(NOON, tick=False) as clock:
        if kind == rules.RESET:
            _link, secret = actions.issue_reset(by=operator(), person=person())
        else:
            role = "dien-thoai" if kind == rules.PHONE else "nhan-vien"
            _link, secret = actions.invite(
                by=operator(),
                organisation=people.enterprise(),
                role=people.shipped(role),
                for_whom="Lan",
            )
        clock.shift(rules.LINK_SPANS[kind] - timedelta(seconds=1))
        assert queries.open_link(secret, kind) is not None
        clock.shift(timedelta(seconds=1))
        assert queries.open_link(secret, kind) is None
    assert secret not in str(list(OneTimeLink.objects.values()))


@database
def test_a_link_of_one_kind_is_no_link_of_another():
    _link, secret = actions.issue_reset(by=operator(), person=person())
    with pytest.raises(LinkGoneError):
        actions.accept_invitation(secret=secret, username="ke-la", password=PASSWORD)
    with pytest.raises(LinkGoneError):
        actions.connect_phone(secret=secret, address="10.0.0.1", agent="")
    assert queries.open_link(secret, rules.RESET) is not None


@database
def test_a_newer_link_for_a_password_ends_the_older_one():
    someone = person()
    _link, old = actions.issue_reset(by=operator(), person=someone)
    _link, new = actions.issue_reset(by=operator(), person=someone)
    assert queries.open_link(old, rules.RESET) is None
    assert actions.set_password_by_link(secret=new, password="Một câu dài và mới") == someone


def test_a_sealed_secret_opens_in_its_own_row_and_with_its_own_key_only(settings):
    sealed = sealing.seal(b"secret of twenty byte", "totp 1")
    assert sealing.opened(sealed, "totp 1") == b"secret of twenty byte"
    assert sealing.opened(sealed, "totp 2") is None
    assert sealing.opened(sealed[:-1] + bytes([sealed[-1] ^ 1]), "totp 1") is None
    settings.SECRET_KEY = "another key of fifty letters and more, never used" * 2
    assert sealing.opened(sealed, "totp 1") is None


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(moment, code):
    assert totp.code(b"12345678901234567890", moment // 30) == code


@database
@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"id": 7},
        {"id": "x", "rawId": "x", "response": None},
        {"id": "x", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "eA"}},
        {
            "id": "x",
            "response": {"clientDataJSON": "e30", "authenticatorData": "", "signature": ""},
        },
    ],
)
def test_a_passkey_answer_that_makes_no_sense_opens_nothing(answer):
    Passkey.objects.create(person=person(), credential_id="x", attested=b"x" * 80, name="Máy")
    _options, state = actions.sign_in_challenge(session=None)
    with pytest.raises(WrongCredentialsError):
        actions.prove_by_passkey(session=None, state=state, answer=answer, address="", agent="")
    with pytest.raises(WrongCredentialsError):
        actions.prove_by_passkey(session=None, state="x", answer=answer, address="", agent="")
    assert not Session.objects.exists()


@database
def test_a_passkeys_answer_opens_the_door_once(monkeypatch):
    """Many keys keep no count of their signatures: the challenge itself must be used up."""
    Passkey.objects.create(person=person(), credential_id="x", attested=b"x" * 80, name="Máy")
    monkeypatch.setattr("txng.accounts.passkeys.checked", lambda *told: 0)

    def answer(state):
        return actions.prove_by_passkey(
            session=None, state=state, answer={"id": "x"}, address="10.0.0.1", agent=""
        )

    _options, state = actions.sign_in_challenge(session=None)
    assert answer(state)[0].is_whole
    with pytest.raises(WrongCredentialsError):
        answer(state)
    _options, another = actions.sign_in_challenge(session=None)
    assert answer(another)[0].is_whole


@database
@pytest.mark.parametrize("name", ["operator", "Operator", "txng_k3v7q2ma"])
def test_nobody_takes_a_name_by_which_the_journal_calls_somebody_else(name):
    with pytest.raises(BadNameError, match="Chọn tên khác"):
        person(name)
    assert person("operator2").username == "operator2"


@database
def test_the_database_refuses_a_look_without_an_end():
    someone = person()
    session, _cookie = actions.begin_session(person=someone)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(looks_until=NOON)


@given(st.text(max_size=80))
def test_a_user_name_that_is_taken_is_tidy(text):
    name = rules.tidy_username(text)
    if rules.is_username(name):
        assert rules.tidy_username(name) == name
        assert 2 <= len(name) <= rules.LONGEST_USERNAME
        assert name.isascii()


@given(st.text(max_size=40))
def test_a_recovery_code_is_read_as_it_was_given_or_not_at_all(text):
    tidy = rules.tidy_recovery_code(text)
    assert tidy == "" or rules.tidy_recovery_code(tidy) == tidy
    given_out = rules.new_recovery_code()
    assert rules.tidy_recovery_code(f" {given_out.upper()} ") == given_out
