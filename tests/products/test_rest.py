"""The machine door: a key with the right reads and writes its own organisation's products, nobody else's."""

import json
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import time_machine

from tests import people
from tests.products import makers
from txng.accounts import actions as accounts
from txng.accounts.actors import operator
from txng.accounts.models import Organisation
from txng.products import rest
from txng.products.rules.roadmap import Milestone

pytestmark = pytest.mark.django_db
RIGHTS = ("products.see", "products.edit")
FACTS = {"name": "Gạo nếp quýt 5 kg", "netContent": 5, "netUnit": "KGM", "standards": ["VietGAP"]}


def key(person, *rights):
    holder = Organisation.objects.get(pk=person.organisation_id)
    makers.enterprise_of(person)
    makers.group()
    _key, plain = accounts.create_key(
        by=operator(), organisation=holder, scopes=("query",), rights=rights
    )
    return plain


def ask(method, address, secret="", body=None):
    told = urlsplit(address)
    raw = b"" if body is None else json.dumps(body).encode()
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": told.path, "QUERY_STRING": told.query,
        "CONTENT_LENGTH": str(len(raw)),
        "wsgi.input": BytesIO(raw), "HTTP_AUTHORIZATION": f"Bearer {secret}" if secret else "",
    }  # fmt: skip
    statuses, headers = [], {}
    answer = rest.application(environ, lambda s, h: (statuses.append(s), headers.update(h)))
    return int(statuses[0][:3]), json.loads(b"".join(answer) or b"null"), headers


def new(**other):
    return {"group": "nong-san/lua-gao/gao-nep", "gtin": makers.GTIN, "facts": FACTS} | other


def test_an_s_machine_writes_a_product_down_and_reads_it_again():
    secret = key(people.an(), *RIGHTS)
    status, made, headers = ask("POST", "/products/trade-items", secret, new())
    assert (status, made["gtin"], made["version"]) == (201, "0" + makers.GTIN, 1)
    status, told, _headers = ask("GET", headers["Location"], secret)
    assert told == made
    assert told["facts"] == {
        "name": "Gạo nếp quýt 5 kg",
        "netContent": "5",
        "netUnit": "KGM",
        "standards": ["VietGAP"],
    }
    assert told["checklists"][0]["missing"] == ["image"]
    status, listed, _headers = ask("GET", "/products/trade-items?q=gao+nep&limit=1", secret)
    assert ([one["id"] for one in listed["tradeItems"]], listed["after"]) == ([made["id"]], None)


def test_facts_are_told_anew_by_whoever_saw_the_newest():
    secret = key(people.an(), *RIGHTS)
    with time_machine.travel("2026-03-01T08:00Z", tick=False):
        _status, _made, headers = ask("POST", "/products/trade-items", secret, new())
    change = {"facts": FACTS | {"shelfLifeDays": 365}, "seen": 1}
    assert ask("PUT", headers["Location"], secret, change)[1]["version"] == 2
    status, told, _headers = ask("PUT", headers["Location"], secret, change)
    assert (status, told["title"]) == (409, "StepRefusedError")
    assert (
        "shelfLifeDays"
        not in ask("GET", headers["Location"] + "?asOf=2026-03-02", secret)[1]["facts"]
    )
    assert ask("GET", headers["Location"] + "?asOf=2020-01-01", secret)[0] == 404
    assert ask("GET", headers["Location"] + "?asOf=mai", secret)[0] == 400
    another = {"facts": FACTS | {"netContent": 4}, "seen": 2}
    status, told, _headers = ask("PUT", headers["Location"], secret, another)
    assert (status, told["title"], told["field"]) == (422, "NewGtinNeededError", "isCorrection")


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (new(gtin="8935003450019"), 422, "gtin"), (new(gtin=""), 422, "gtin"),
        (new(group="khong/co"), 422, "group"),
        (new(facts=FACTS | {"netUnit": "stone"}), 422, "netUnit"), (new(facts={"ten": "x"}), 400, None),
        ([], 400, None), (new(facts=FACTS | {"name": "x" * 70_000}), 413, None),
    ],
    ids=lambda one: str(one)[:30],
)  # fmt: skip
def test_what_is_wrong_is_a_problem_that_names_the_member(body, status, field):
    secret = key(people.an(), *RIGHTS)
    got, told, headers = ask("POST", "/products/trade-items", secret, body)
    assert (got, told.get("field"), headers["Content-Type"]) == (
        status,
        field,
        "application/problem+json",
    )
    assert told["detailVi"]


def test_dung_s_machine_is_told_that_nothing_is_there():
    _status, _made, headers = ask("POST", "/products/trade-items", key(people.an(), *RIGHTS), new())
    dung = key(people.dung(), *RIGHTS)
    foreign, missing = (
        ask("GET", headers["Location"], dung),
        ask("GET", "/products/trade-items/987654", dung),
    )
    assert foreign == missing
    assert foreign[0] == 404
    assert ask("PUT", headers["Location"], dung, {"facts": FACTS, "seen": 1})[0] == 404
    assert ask("GET", "/products/trade-items", dung)[1]["tradeItems"] == []


def test_a_key_without_the_right_or_no_key_at_all_is_refused():
    reads = key(people.an(), "products.see")
    assert ask("POST", "/products/trade-items", reads, new())[0] == 403
    assert ask("GET", "/products/duties", key(people.an()))[0] == 403
    status, told, headers = ask("GET", "/products/trade-items")
    assert (status, headers["WWW-Authenticate"]) == (401, 'Bearer realm="products"')
    assert ask("DELETE", "/products/duties", reads)[2]["Allow"] == "GET"
    assert ask("GET", "/products/x", reads)[0] == 404
    assert told["status"] == 401


@time_machine.travel("2027-01-05T03:00Z", tick=False)
def test_duties_come_with_their_day_and_their_law():
    makers.in_force(makers.COFFEE, milestones=(Milestone("events", months_after=6),))
    item = makers.trade_item(people.an())
    _status, told, _headers = ask("GET", "/products/duties", key(people.an(), "products.see"))
    (duty,) = told["duties"]
    assert (duty["tradeItem"], duty["dueOn"], duty["state"]) == (item.pk, "2027-01-01", "late")
    assert "12/QĐ-UBND" in duty["basis"]
