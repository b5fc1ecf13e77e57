"""The machine door: a key reads and writes its own organisation's entry, places and plots, nobody else's."""

import json
from io import BytesIO
from urllib.parse import urlsplit

import pytest

from tests import people
from tests.parties import register
from tests.parties.register import LAC_DUONG
from txng.accounts import actions as accounts
from txng.accounts.actors import operator
from txng.accounts.models import Organisation
from txng.parties import actions, rest
from txng.parties.models import Enterprise, Plot

pytestmark = pytest.mark.django_db
BOTH = ("parties.see", "parties.edit")
PARTY = {
    "kind": "hop-tac-xa", "name": "Hợp tác xã của An (hư cấu)", "sector": "nong-nghiep",
    "communeCode": LAC_DUONG, "earlierCommuneCode": "24865",
}  # fmt: skip
LAND = {
    "name": "Đồi 3",
    "communeCode": LAC_DUONG,
    "boundary": json.loads(register.boundary(0, 0.002)),
}


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


def test_ans_machine_writes_the_own_entry_down_and_reads_it_again():
    secret = key(people.an(), *BOTH)
    status, made, headers = ask("POST", "/parties/enterprises", secret, PARTY)
    assert (status, made["code"], made["version"]) == (201, "DV-000001-7", 1)
    status, read, _headers = ask("GET", headers["Location"], secret)
    assert (status, read["commune"], read["name"]) == (200, "Xã Lạc Dương", PARTY["name"])
    status, then, _headers = ask("GET", headers["Location"] + "?asOf=2024-05-01", secret)
    assert then["place"] == "Xã Đạ Sar, Huyện Lạc Dương"
    assert ask("POST", "/parties/enterprises", secret, PARTY)[0] == 403


def test_a_change_names_the_version_that_it_begins_with():
    secret = key(people.an(), *BOTH)
    ask("POST", "/parties/enterprises", secret, PARTY)
    address = "/parties/enterprises/DV-000001-7"
    status, told, _ = ask("PUT", address, secret, PARTY | {"name": "Tên mới (hư cấu)", "seen": 1})
    assert (status, told["name"], told["version"]) == (200, "Tên mới (hư cấu)", 2)
    status, told, _ = ask("PUT", address, secret, PARTY | {"name": "Muộn", "seen": 1})
    assert (status, told["title"]) == (409, "ChangedMeanwhileError")
    assert Enterprise.objects.get().name == "Tên mới (hư cấu)"


def test_a_wrong_value_is_a_problem_document_that_names_the_member():
    secret = key(people.an(), *BOTH)
    status, told, headers = ask(
        "POST", "/parties/enterprises", secret, PARTY | {"taxCode": "0100233480"}
    )
    assert headers["Content-Type"] == "application/problem+json"
    assert (status, told["field"], told["reason"]) == (422, "taxCode", "tax_check_digit")
    assert "phải là 8" in told["detailVi"]


def test_a_member_is_written_down_by_its_cooperative():
    ours = register.ans_cooperative()
    secret = key(people.an(), *BOTH)
    body = PARTY | {"kind": "nong-ho", "name": "Hộ K'Brẽ (hư cấu)", "memberOf": ours.code}
    status, made, _ = ask("POST", "/parties/enterprises", secret, body)
    assert status == 201
    _status, listed, _ = ask("GET", "/parties/enterprises", secret)
    assert {one["code"] for one in listed["enterprises"]} == {ours.code, made["code"]}
    _status, first, _ = ask("GET", "/parties/enterprises?limit=1", secret)
    _status, rest_of, _ = ask("GET", f"/parties/enterprises?after={first['after']}", secret)
    assert [one["code"] for one in rest_of["enterprises"]] == [made["code"]]
    _status, found, _ = ask("GET", "/parties/enterprises?q=k%27bre", secret)
    assert [one["code"] for one in found["enterprises"]] == [made["code"]]


def test_places_and_plots_are_written_and_overlaps_told():
    ours = register.ans_cooperative()
    secret = key(people.an(), *BOTH)
    place = {
        "kind": "kho",
        "name": "Kho",
        "communeCode": LAC_DUONG,
        "latitude": 12.1,
        "longitude": 108.6,
    }
    status, made, _ = ask("POST", f"/parties/enterprises/{ours.code}/establishments", secret, place)
    assert (status, made["code"], made["latitude"]) == (201, "CS-000001-0", 12.1)
    status, made, _ = ask("PUT", f"/parties/establishments/{made['code']}", secret,
                          place | {"gln": "9506000134307", "seen": 1})  # fmt: skip
    assert (status, made["gln"]) == (200, "9506000134307")
    status, land, headers = ask("POST", f"/parties/enterprises/{ours.code}/plots", secret, LAND)
    assert (status, land["areaHa"], land["overlaps"]) == (201, "4.8171", [])
    other = LAND | {"boundary": json.loads(register.boundary(0.001, 0.003))}
    _status, second, _ = ask("POST", f"/parties/enterprises/{ours.code}/plots", secret, other)
    assert second["overlaps"] == [{"plot": land["code"], "areaHa": 2.4085, "share": 0.5}]
    status, again, _ = ask("PUT", headers["Location"], secret, LAND | {"crop": "Cà phê", "seen": 1})
    assert (status, again["crop"], again["boundary"]["type"]) == (200, "Cà phê", "Polygon")
    _status, listed, _ = ask("GET", f"/parties/enterprises/{ours.code}/plots", secret)
    assert len(listed["plots"]) == Plot.objects.count() == 2


def test_dungs_machine_finds_nothing_of_ans_and_cannot_tell_it_from_what_is_missing():
    ours = register.ans_cooperative()
    land = register.plot(ours)
    place = actions.register_establishment(
        by=operator(), enterprise=ours,
        facts=actions.PlaceFacts(kind="kho", name="Kho", commune_code=LAC_DUONG),
    )  # fmt: skip
    secret = key(people.dung(), *BOTH)
    missing = ask("GET", "/parties/enterprises/DV-999999-0", secret)
    told = {"kind": "kho", "name": "Kho", "communeCode": LAC_DUONG}
    for method, address, body in (
        ("GET", f"/parties/enterprises/{ours.code}", None),
        ("PUT", f"/parties/enterprises/{ours.code}", PARTY),
        ("GET", f"/parties/enterprises/{ours.code}/plots", None),
        ("POST", f"/parties/enterprises/{ours.code}/plots", LAND),
        ("GET", f"/parties/enterprises/{ours.code}/establishments", None),
        ("POST", f"/parties/enterprises/{ours.code}/establishments", told),
        ("PUT", f"/parties/establishments/{place.code}", told),
        ("GET", f"/parties/plots/{land.code}", None),
        ("PUT", f"/parties/plots/{land.code}", LAND),
        ("POST", "/parties/enterprises", PARTY | {"memberOf": ours.code}),
    ):
        assert ask(method, address, secret, body) == missing
    assert ask("GET", "/parties/enterprises", secret)[1]["enterprises"] == []


@pytest.mark.parametrize(("rights", "status"), [((), 403), (("parties.see",), 403), (BOTH, 201)])
def test_writing_needs_the_right_to_edit(rights, status):
    secret = (
        key(people.an(), *rights) if rights else people.key_of(people.reader(people.enterprise()))
    )
    assert ask("POST", "/parties/enterprises", secret, PARTY)[0] == status


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("DELETE", "/parties/enterprises", None, 405),
        ("GET", "/parties/nothing", None, 404),
        ("GET", "/parties/enterprises/DV-1", None, 404),
        ("POST", "/parties/enterprises", {"kind": 7}, 400),
        ("POST", "/parties/enterprises", PARTY | {"unknown": 1}, 400),
        ("GET", "/parties/mandates?asOf=yesterday", None, 400),
    ],
)
def test_what_cannot_be_answered_is_a_problem_document(method, address, body, status):
    got, told, headers = ask(method, address, key(people.an(), *BOTH), body)
    assert (got, told["status"], headers["Content-Type"]) == (
        status,
        status,
        "application/problem+json",
    )


def test_nobody_gets_in_without_a_key_and_large_bodies_are_not_read():
    assert ask("GET", "/parties/enterprises")[0] == 401
    assert ask("GET", "/parties/enterprises", "txng_aaaaaaaa_" + "a" * 32)[0] == 401
    secret = key(people.an(), *BOTH)
    assert ask("POST", "/parties/enterprises", secret, {"name": "a" * 300_000})[0] == 413


def test_duties_and_places_are_told_as_of_a_day():
    actions.load_plan(by=operator())
    secret = key(people.an(), "parties.see")
    _status, told, _ = ask(
        "GET", "/parties/mandates?asOf=2020-01-01&clause=IV.5.a&place=da+sar", secret
    )
    assert told["mandates"][0]["holders"] == ["Ủy ban nhân dân huyện Lạc Dương"]
    _status, told, _ = ask("GET", "/parties/places?q=da+sar", secret)
    assert [one["code"] for one in told["places"]] == [LAC_DUONG]
    assert "Xã Đạ Sar" in [one["name"] for one in told["places"][0]["madeOf"]]
