"""The machine door: a key makes and moves its own organisation's numbers and labels, nobody else's."""

import json
from io import BytesIO
from urllib.parse import urlsplit

import pytest

from tests import people
from tests.barcodes import reading_back, registers
from tests.barcodes.registers import PREFIX
from txng.accounts import actions as accounts
from txng.accounts.actors import operator
from txng.accounts.models import Organisation
from txng.barcodes import rest
from txng.barcodes.models import Batch, CompanyPrefix, LotQuota
from txng.barcodes.rules import RIGHTS

pytestmark = pytest.mark.django_db
OWNERS = (
    "barcodes.see", "barcodes.keep_prefixes", "barcodes.allocate", "barcodes.issue",
    "barcodes.print", "barcodes.activate", "barcodes.end",
)  # fmt: skip


def key(person, *rights):
    holder = Organisation.objects.get(pk=person.organisation_id)
    _key, plain = accounts.create_key(
        by=operator(), organisation=holder, scopes=("query",), rights=rights
    )
    return plain


def raw(method, address, secret="", body=None):
    told = urlsplit(address)
    sent = b"" if body is None else json.dumps(body).encode()
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": told.path, "QUERY_STRING": told.query,
        "CONTENT_LENGTH": str(len(sent)), "wsgi.input": BytesIO(sent),
        "HTTP_AUTHORIZATION": f"Bearer {secret}" if secret else "",
    }  # fmt: skip
    statuses, headers = [], {}
    answer = rest.application(environ, lambda s, h: (statuses.append(s), headers.update(h)))
    return int(statuses[0][:3]), b"".join(answer), headers


def ask(method, address, secret="", body=None):
    status, content, _headers = raw(method, address, secret, body)
    return status, json.loads(content or b"null")


def test_a_machine_goes_from_the_prefix_to_labels_that_are_live():
    registers.ans()
    an = key(people.an(), *OWNERS)
    assert ask("POST", "/barcodes/prefixes", an, {"digits": PREFIX})[0] == 201
    _status, told = ask(
        "POST", f"/barcodes/prefixes/{PREFIX}/keys", an, {"kind": "gtin", "purposes": ["Cà phê"]}
    )
    lot = {"gtin": told["keys"][0]["value"], "lot": "L1", "productName": "Cà phê"}
    _status, lot = ask("POST", "/barcodes/lots", an, lot | {"weightKg": "5", "contentG": "500"})
    assert (lot["allowed"], lot["taken"]) == (11, 0)
    asked = {
        "quantity": 4,
        "layout": "tem-50x30",
        "group": "thuc-pham",
        "words": {"origin": "Việt Nam"},
    }
    status, batch = ask("POST", f"/barcodes/lots/{lot['id']}/batches", an, asked)
    assert (status, batch["state"]) == (201, "issued")
    where = f"/barcodes/batches/{batch['id']}"
    run = {"first": 1, "last": 4, "way": "roll"}
    status, document, headers = raw("POST", f"{where}/prints", an, run)
    assert (status, headers["Content-Type"]) == (200, "application/pdf")
    texts = [text for page in reading_back.pages(document) for text in reading_back.read(page)]
    _status, labels = ask("GET", f"{where}/labels?limit=3", an)
    assert labels["next"] == 3
    _status, none_wanted = ask("GET", f"{where}/labels?limit=0", an)
    assert none_wanted["next"] == 1, "whoever follows `next` comes to an end"
    assert {one["qr"] for one in labels["labels"]} < set(texts)
    for text in texts[:3]:
        assert ask("POST", f"{where}/scans", an, {"code": text})[0] == 201
    assert ask("POST", f"{where}/steps", an, {"step": "activate"}) == (
        200,
        {"changed": 4, "skipped": 0},
    )
    assert ask("GET", where, an)[1]["counts"] == {"commissioned": 4}


def test_what_is_wrong_is_told_with_its_member():
    registers.ans()
    an = key(people.an(), *OWNERS)
    status, told = ask("POST", "/barcodes/prefixes", an, {"digits": "12"})
    assert (status, told["field"]) == (422, "digits")
    status, told = ask("POST", "/barcodes/lots", an, {"gtin": "x"})
    assert status == 400
    lot = registers.lot("5", "500")
    asked = {"quantity": 99, "layout": "tem-50x30", "group": "thuc-pham"}
    status, told = ask("POST", f"/barcodes/lots/{lot.pk}/batches", an, asked)
    assert (status, told["field"]) == (409, "quantity")
    assert "bạn xin 99" in told["detailVi"]


def test_a_stranger_finds_nothing_and_a_missing_thing_answers_alike():
    batch = registers.issued(registers.lot(), 3)
    registers.dungs()
    dung = key(people.dung(), *OWNERS)
    for method, address, body in (
        ("GET", "/barcodes/prefixes/{}/keys", None),
        ("POST", "/barcodes/prefixes/{}/keys", {"kind": "gln", "purposes": ["x"]}),
    ):
        foreign = ask(method, address.format(PREFIX), dung, body)
        assert foreign == ask(method, address.format("8930000"), dung, body)
        assert foreign[0] == 404
    run = {"first": 1, "last": 3, "way": "zpl"}
    for method, tail, body in (
        ("GET", "", None), ("GET", "/labels", None), ("POST", "/prints", run),
        ("POST", "/scans", {"code": "x"}), ("POST", "/steps", {"step": "cancel", "reason": "lost"}),
    ):  # fmt: skip
        foreign = ask(method, f"/barcodes/batches/{batch.pk}{tail}", dung, body)
        assert foreign == ask(method, f"/barcodes/batches/999999{tail}", dung, body)
        assert foreign[0] == 404
    assert ask("GET", "/barcodes/batches", dung)[1] == {"batches": [], "next": None}
    assert ask("GET", "/barcodes/lots", dung)[1] == {"lots": [], "next": None}
    assert ask("GET", "/barcodes/prefixes", dung)[1] == {"prefixes": []}


def test_a_key_does_what_its_rights_say_and_no_more():
    batch = registers.issued(registers.lot(), 3)
    seeing = key(people.an(), "barcodes.see")
    assert ask("GET", f"/barcodes/batches/{batch.pk}", seeing)[0] == 200
    for method, address in (
        ("POST", "/barcodes/prefixes"), ("POST", "/barcodes/lots"),
        ("GET", f"/barcodes/batches/{batch.pk}/labels"), ("POST", f"/barcodes/batches/{batch.pk}/steps"),
    ):  # fmt: skip
        assert ask(method, address, seeing, {})[0] == 403
    assert ask("GET", "/barcodes/lots")[0] == 401
    assert ask("GET", "/barcodes/lots", "txng_none")[0] == 401
    assert ask("PUT", "/barcodes/lots", seeing)[0] == 405
    assert ask("GET", "/barcodes/nothing", seeing)[0] == 404
    assert {right for _pattern, ways in rest.ROUTES for right, _handler in ways.values()} <= set(
        RIGHTS
    )


def test_a_step_that_needs_more_than_activation_is_refused_to_a_key_without_it():
    batch = registers.issued(registers.lot(), 3)
    worker = key(people.an(), "barcodes.see", "barcodes.activate")
    cancel = {"step": "cancel", "reason": "lost"}
    assert ask("POST", f"/barcodes/batches/{batch.pk}/steps", worker, cancel)[0] == 404
    assert Batch.objects.get().state == "issued"


def test_pages_of_a_long_list_follow_one_another():
    gtin = registers.product()
    for number in range(5):
        registers.lot(gtin=gtin, name=f"L{number}")
    an, seen, after = key(people.an(), *OWNERS), [], 0
    while after is not None:
        _status, told = ask("GET", f"/barcodes/lots?limit=2&after={after}", an)
        seen += [one["lot"] for one in told["lots"]]
        after = told["next"]
    assert seen == ["L0", "L1", "L2", "L3", "L4"]
    assert LotQuota.objects.count() == 5
    assert CompanyPrefix.objects.count() == 1
