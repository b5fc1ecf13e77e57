"""txng explore: an address, signed and short-lived, and nothing else on standard output."""

import json
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import people
from txng.accounts import queries as queries_of_accounts
from txng.accounts.models import JournalEntry
from txng.conf import cli
from txng.journeys import queries
from txng.journeys.model import Level

CODE = "(01)09521007000028(21)756LKNKH1T6M"
CANONICAL = "https://id.gs1.org/01/09521007000028/21/756LKNKH1T6M"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_speaks_english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def txng(capsys):
    """Run a command; its exit status, standard output and standard error."""

    def run(*arguments):
        status = cli.run(list(arguments))
        out, err = capsys.readouterr()
        return SimpleNamespace(status=status, out=out, err=err)

    return run


def test_the_address_stands_alone_and_lends_what_was_asked_for(txng):
    holder = people.dung()
    told = txng("explore", CODE, "--organisation", holder.organisation, "--minutes", "30")
    assert told.status == 0
    (address,) = told.out.splitlines()
    asked = parse_qs(urlsplit(address).query)
    assert urlsplit(address).path == "/hanh-trinh/vao"
    assert asked["code"] == [CANONICAL]
    lent = queries.lent_to(asked["view"][0])
    assert (lent.level, lent.organisation) == (Level.OWN, holder.organisation)
    assert "Ai giữ địa chỉ này xem được thay mặt" in told.err
    (line,) = JournalEntry.objects.filter(verb="view.lent")
    assert (line.actor, line.details["minutes"], line.details["oversight"]) == (
        "operator",
        30,
        False,
    )


def test_a_machine_gets_the_address_and_when_it_ends(txng):
    holder = people.chi()
    told = txng("explore", CODE, "--organisation", holder.organisation, "--oversight", "--json")
    said = json.loads(told.out)
    assert said["organisation"] == holder.organisation
    (view,) = parse_qs(urlsplit(said["url"]).query)["view"]
    lent = queries.lent_to(view)
    assert (lent.level, lent.until.isoformat()) == (Level.ALL, said["until"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("09521007000029", "--organisation", people.DUNGS_ENTERPRISE), "Không đọc được mã"),
        ((CODE, "--organisation", "Không ai cả"), "Không có tổ chức nào tên"),
        ((CODE, "--organisation", people.DUNGS_ENTERPRISE, "--minutes", "0"), "từ 1 đến 480 phút"),
        ((CODE, "--organisation", people.DUNGS_ENTERPRISE, "--oversight"), "không phải là cơ quan"),
    ],
)
def test_what_cannot_be_lent_is_refused_in_one_sentence(txng, arguments, sentence):
    people.dung()
    told = txng("explore", *arguments)
    assert (told.status != 0, told.out) == (True, "")
    assert sentence in told.err
    assert not JournalEntry.objects.filter(verb="view.lent").exists()


def test_a_name_that_nobody_has_is_answered_with_those_that_are_near(txng):
    people.binh()
    ours = people.an().organisation
    told = txng("explore", CODE, "--organisation", ours.lower().replace("ã", "a"))
    assert told.status == 2
    first, nearest, *_others = told.err.splitlines()
    assert first.endswith("Có phải một trong các tổ chức này không?")
    assert nearest.strip() == ours
    said = json.loads(txng("explore", CODE, "--organisation", ours + " xx", "--json").err)
    assert said["near"][0] == ours


def test_where_there_is_no_organisation_the_command_that_makes_one_is_named(txng):
    told = txng("explore", CODE, "--organisation", "HTX")
    assert told.err == (
        "Lỗi: Không có tổ chức nào tên “HTX”."
        " Chưa có tổ chức nào. Lập tổ chức cùng khóa: txng key create --help\n"
    )


def test_a_name_that_shares_no_word_is_answered_with_some(txng):
    names = sorted((people.an().organisation, people.binh().organisation))
    assert queries_of_accounts.organisations_like("zzz") == names
    assert queries_of_accounts.organisations_like("") == names
    assert queries_of_accounts.organisations_like("zzz", limit=1) == names[:1]
