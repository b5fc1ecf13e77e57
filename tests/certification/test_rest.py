"""The machine door: a body's key issues and suspends its own, a holder's key reads, nobody confirms."""

import json
from io import BytesIO
from urllib.parse import urlsplit

import pytest

from tests import people
from tests.certification import makers
from tests.products import makers as products
from txng.accounts import actions as accounts
from txng.accounts.actors import operator
from txng.accounts.models import Organisation
from txng.certification import rest
from txng.certification.models import Certificate

pytestmark = pytest.mark.django_db
BODY = ("certification.see", "certification.issue", "certification.suspend")
ROOT = "/certification/certificates"


def key(person, *rights):
    holder = Organisation.objects.get(pk=person.organisation_id)
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
    return {
        "holder": makers.holder().code, "scheme": "vietgap", "number": "VG-5",
        "issuedOn": makers.days(-3).isoformat(), "validFrom": makers.days(-3).isoformat(),
        "scope": {"groups": [products.COFFEE.rstrip("/")]},
    } | other  # fmt: skip


@pytest.fixture
def lans():
    makers.body()
    return key(makers.lan(), *BODY)


def test_a_body_issues_and_its_holder_reads_the_same(lans):
    status, made, headers = ask("POST", ROOT, lans, new())
    assert (status, made["standing"]) == (201, "valid")
    assert made["scope"]["groups"] == [products.COFFEE]
    ans = key(people.an(), "certification.see")
    assert ask("GET", headers["Location"], ans)[1] == made
    assert [one["id"] for one in ask("GET", ROOT, ans)[1]["certificates"]] == [made["id"]]
    dungs = key(people.dung(), "certification.see")
    assert ask("GET", headers["Location"], dungs)[0] == 404
    assert ask("GET", ROOT, dungs)[1]["certificates"] == []
    assert ask("POST", ROOT, ans, new())[0] == 403


@pytest.mark.parametrize(
    ("more", "status", "field"),
    [
        ({"number": "vg 5"}, 422, "number"),
        ({"number": "A", "scheme": "khong-co"}, 422, "scheme"),
        ({"number": "A", "holder": "DV-1"}, 422, "holder"),
        ({"number": "A", "validFrom": "2020-01-01"}, 422, "validFrom"),
        ({"number": "A", "scope": {"products": ["8935003450014"]}}, 422, "products"),
        ({"number": "A", "colour": "red"}, 422, None),
    ],
)
def test_what_is_wrong_is_named(lans, more, status, field):
    ask("POST", ROOT, lans, new())
    got, told, _headers = ask("POST", ROOT, lans, new(**more))
    assert (got in (status, 400), told.get("field")) == (True, field), told
    assert Certificate.objects.count() == 1


def test_a_machine_suspends_restores_and_withdraws_and_never_confirms(lans):
    made = ask("POST", ROOT, lans, new())[1]
    one = f"{ROOT}/{made['id']}"
    because = {"reason": "Mẫu không đạt"}
    assert ask("POST", f"{one}/suspension", lans, because)[1]["standing"] == "suspended"
    assert ask("POST", f"{one}/suspension", lans, because)[0] == 409
    assert ask("POST", f"{one}/restoration", lans, because)[1]["standing"] == "valid"
    assert ask("POST", f"{one}/withdrawal", lans, because)[1]["standing"] == "suspended"
    assert ask("PUT", f"{one}/withdrawal", lans, because)[0] == 405
    assert ask("DELETE", f"{one}/withdrawal", lans)[1]["standing"] == "valid"
    assert ask("POST", f"{one}/suspension", lans, {"reason": " "})[1]["field"] == "reason"
    others = key(makers.stranger(), *BODY)
    assert ask("POST", f"{one}/suspension", others, because)[0] == 404
    scope = {"groups": [products.COFFEE, products.TEA], "reason": "Thêm chè", "volumeKgYear": 500}
    told = ask("POST", f"{one}/scope", lans, scope)[1]
    assert told["scope"]["volumeKgYear"] == "500"
    again = new(number="VG-6", validFrom=makers.days(5).isoformat())
    renewal = {name: again[name] for name in ("number", "issuedOn", "validFrom", "scope")}
    assert ask("POST", f"{one}/renewal", lans, renewal)[1]["replaces"] == made["id"]
    assert (
        ask("GET", f"/certification/public/{made['code']}", lans)[1]["holder"]
        == people.ANS_ENTERPRISE
    )


def test_only_the_agency_keeps_bodies_and_schemes(lans):
    scheme = {"code": "asc", "name": "ASC", "kind": "product", "months": 36, "source": "ASC"}
    assert ask("POST", "/certification/schemes", lans, scheme)[0] == 403
    assert "vietgap" in [
        one["code"] for one in ask("GET", "/certification/schemes", lans)[1]["schemes"]
    ]
    (body,) = ask("GET", "/certification/bodies", lans)[1]["bodies"]
    assert body["accreditations"][0]["schemes"] == ["iso-22000", "vietgap"]
    assert ask("GET", f"/certification/bodies/{body['id']}", lans)[1] == body
    assert ask("GET", "/certification/bodies/999", lans)[0] == 404
