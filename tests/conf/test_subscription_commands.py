"""txng subscription and txng work: what an operator sees and does about deliveries."""

import json
from types import SimpleNamespace

import pytest

from tests import people
from txng.conf import cli
from txng.repository.actions.queries import create_query
from txng.repository.actions.subscriptions import subscribe
from txng.repository.models import DeadLetter, Subscription

pytestmark = pytest.mark.django_db
DEST = "https://client.example.com/callback"


@pytest.fixture(autouse=True)
def nobody_speaks_english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def txng(capsys):
    def run(*arguments):
        status = cli.run(list(arguments))
        out, err = capsys.readouterr()
        return SimpleNamespace(status=status, out=out, err=err)

    return run


@pytest.fixture
def made() -> Subscription:
    an = people.an()
    create_query(by=an, name="arrivals", definition={})
    controls = {"dest": DEST, "stream": True, "signatureToken": "a secret of the client"}
    return subscribe(by=an, query_name="arrivals", controls=controls)


def test_without_subscriptions_the_list_says_so(txng):
    listed = txng("subscription", "list")
    assert (listed.status, listed.out) == (0, "")
    assert "Chưa có đăng ký nào" in listed.err
    assert json.loads(txng("subscription", "list", "--json").out) == []


def test_the_list_shows_state_and_error_and_no_secret(txng, made):
    Subscription.objects.update(state="suspended", last_error="HTTP 500", failures=10)
    listed = txng("subscription", "list")
    for word in (str(made.pk), "tạm dừng", "arrivals", DEST, "HTTP 500"):
        assert word in listed.out
    (told,) = json.loads(txng("subscription", "list", "--json").out)
    assert (told["subscriptionID"], told["state"], told["failures"]) == (
        str(made.pk),
        "suspended",
        10,
    )
    assert "secret" not in listed.out + json.dumps(told)


def test_one_subscription_is_shown_with_its_dead_letters(txng, made):
    DeadLetter.objects.create(subscription=made, webhook_id="msg_1", attempts=10, error="HTTP 500")
    shown = txng("subscription", "show", str(made.pk))
    assert shown.status == 0
    for word in ("arrivals", people.ANS_ENTERPRISE, DEST, "msg_1", "HTTP 500"):
        assert word in shown.out
    told = json.loads(txng("subscription", "show", str(made.pk), "--json").out)
    assert told["deadLetters"][0]["webhookID"] == "msg_1"


def test_a_suspended_subscription_is_resumed(txng, made):
    Subscription.objects.update(state="suspended", failures=10)
    assert txng("subscription", "resume", str(made.pk)).status == 0
    made.refresh_from_db()
    assert (made.state, made.failures) == ("active", 0)


def test_a_subscription_is_deleted(txng, made):
    assert txng("subscription", "delete", str(made.pk)).status == 0
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("verb", ["show", "resume", "delete"])
def test_an_unknown_id_is_a_sentence(txng, verb):
    answer = txng("subscription", verb, "nonsense")
    assert answer.status == 2
    assert "Không có đăng ký nhận tin nào" in answer.err
    assert "txng subscription list" in answer.err


def test_the_public_key_is_printed_alone(txng):
    printed = txng("subscription", "key")
    assert printed.out.startswith("whpk_")
    assert len(printed.out.split()) == 1
    assert json.loads(txng("subscription", "key", "--json").out)["publicKey"] == printed.out.strip()


def test_work_once_says_what_it_did(txng, made):
    assert "gửi 0 lượt" in txng("work", "--once").out
    assert json.loads(txng("work", "--once", "--json").out) == {"documents": 0, "deliveries": 0}
