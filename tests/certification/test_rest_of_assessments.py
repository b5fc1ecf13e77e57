"""The machine door: a key with the right assesses and declares for its own enterprise, nobody else's."""

import json
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from tests import people
from tests.certification import assessing
from tests.products import makers
from txng.accounts import actions as accounts
from txng.accounts.actors import operator
from txng.accounts.models import Organisation
from txng.certification.models import Answer, Declaration
from txng.certification.rest import assessments as rest
from txng.certification.rules import declarations as steps

pytestmark = pytest.mark.django_db
RIGHTS = ("certification.see", "certification.assess")


def key(person, *rights):
    holder = Organisation.objects.get(pk=person.organisation_id)
    makers.enterprise_of(person)
    assessing.checklist()
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
    statuses = []
    answer = rest.application(environ, lambda status, _headers: statuses.append(status))
    return int(statuses[0][:3]), json.loads(b"".join(answer) or b"null")


def test_a_machine_assesses_from_the_first_answer_to_the_result():
    secret = key(people.an(), *RIGHTS)
    _status, told = ask("GET", "/assessments/checklists", secret)
    criteria = [row for part in told["checklists"][0]["sections"] for row in part["criteria"]]
    status, run = ask("POST", "/assessments/runs", secret, {})
    assert (status, run["answers"]["2.1"]["seenByRegisters"]) == (201, "chua-dat")
    address = f"/assessments/runs/{run['id']}"
    assert ask("POST", f"{address}/finish", secret)[0] == 409
    answers = {row["code"]: {"verdict": "dat"} for row in criteria}
    status, run = ask("PUT", f"{address}/answers", secret, answers)
    assert (status, run["unanswered"], run["shareNow"]) == (200, [], 100)
    status, run = ask("POST", f"{address}/finish", secret)
    assert (status, run["state"], run["passed"]) == (200, "finished", True)
    assert ask("PUT", f"{address}/answers", secret, answers)[0] == 404


def test_answers_are_kept_all_or_none():
    secret = key(people.an(), *RIGHTS)
    _status, run = ask("POST", "/assessments/runs", secret, {})
    address = f"/assessments/runs/{run['id']}/answers"
    before = Answer.objects.filter(is_confirmed=True).count()
    wrong = {"1.1": {"verdict": "dat"}, "10.2": {"verdict": "khong-ap-dung"}}
    status, told = ask("PUT", address, secret, wrong)
    assert (status, told["field"]) == (422, "10.2")
    assert Answer.objects.filter(is_confirmed=True).count() == before
    status, told = ask("PUT", address, secret, {"99": {"verdict": "dat"}})
    assert (status, told["field"]) == (422, "99")


def test_a_machine_declares_and_reads_it_again():
    an = people.an()
    secret, today = key(an, *RIGHTS), timezone.localdate()
    makers.trade_item(an)
    new = {
        "basis": steps.SELF, "standard": "TCVN 13167:2025", "declaredOn": today.isoformat(),
        "validTo": (today + timedelta(days=90)).isoformat(), "signerName": "Lê Thị Mẫu",
        "signerTitle": "Giám đốc", "groups": [makers.GREEN_COFFEE.rstrip("/")],
    }  # fmt: skip
    status, told = ask("POST", "/assessments/declarations", secret, new)
    assert (status, told["field"]) == (422, "assessment")
    new["assessment"] = assessing.finished(an).pk
    status, told = ask("POST", "/assessments/declarations", secret, new | {"signerName": " "})
    assert (status, told["field"]) == (422, "signerName")
    status, told = ask("POST", "/assessments/declarations", secret, new | {"groups": ["nong-san"]})
    assert (status, told["field"]) == (422, "groups")
    status, made = ask("POST", "/assessments/declarations", secret, new)
    assert (status, made["state"]) == (201, "declared")
    assert ask("GET", f"/assessments/declarations/{made['number']}", secret) == (200, made)
    listed = ask("GET", "/assessments/declarations", secret)[1]["declarations"]
    assert [one["number"] for one in listed] == [made["number"]]


def test_a_key_of_dungs_meets_nothing_of_ans():
    an, dung = people.an(), people.dung()
    secret = key(dung, *RIGHTS)
    run, declaration = assessing.finished(an), assessing.declared(an)
    for address in (
        f"/assessments/runs/{run.pk}",
        f"/assessments/declarations/{declaration.number}",
    ):
        assert ask("GET", address, secret)[0] == 404
    assert ask("GET", "/assessments/runs", secret)[1]["runs"] == []
    assert ask("GET", "/assessments/declarations", secret)[1]["declarations"] == []


def test_a_key_without_the_right_writes_nothing():
    secret = key(people.an(), "certification.see")
    assert ask("POST", "/assessments/runs", secret, {})[0] == 403
    assert ask("POST", "/assessments/declarations", secret, {})[0] == 403
    assert ask("GET", "/assessments/runs")[0] == 401
    assert Declaration.objects.count() == 0
