"""Problems, capture jobs and collections in XML."""

import pytest
from lxml import etree

from tests.epcis.xml.documents import schema
from txng.epcis.xml.service import (
    write_capture_job,
    write_capture_jobs,
    write_collection,
    write_problem,
)

PROBLEM = {
    "type": "epcisException:ValidationException",
    "title": "ValidationException",
    "status": 400,
    "detail": "Expected <action>, got & \0",
    "findings": [{"rule": "x"}],
}
JOB = {
    "captureID": "j&1",
    "running": False,
    "success": False,
    "captureErrorBehaviour": "rollback",
    "createdAt": "2026-11-01T00:00:00Z",
    "finishedAt": "2026-11-01T00:00:01Z",
    "errors": [PROBLEM],
}


def test_a_problem_is_an_epcis_exception(shared_epcis):
    root = etree.fromstring(write_problem(PROBLEM))
    assert root.tag == "{urn:epcglobal:epcis:xsd:2}EPCISException"
    assert root.findtext("detail") == "Expected <action>, got & \ufffd"
    schema(shared_epcis, "2.0").assertValid(root)


@pytest.mark.parametrize("less", [(), ("errors",), ("errors", "finishedAt")])
def test_a_capture_job_is_valid_by_the_schema(less, shared_epcis):
    members = {name: value for name, value in JOB.items() if name not in less}
    root = etree.fromstring(write_capture_job(members))
    schema(shared_epcis, "2.0").assertValid(root)
    assert root.get("running") == "false"
    assert root.get("captureID") == "j&1"
    assert len(root.findall("errors/error")) == len(members.get("errors", []))


def test_lists_of_jobs_and_resources():
    jobs = etree.fromstring(write_capture_jobs([JOB, JOB]))
    assert [job.get("captureID") for job in jobs] == ["j&1", "j&1"]
    members = etree.fromstring(write_collection(["shipping", "https://example.org/?a&b"]))
    assert [one.text for one in members] == ["shipping", "https://example.org/?a&b"]
