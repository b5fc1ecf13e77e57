"""The service's own answers in XML: problems, capture jobs, collections of resources.

Members are those of the JSON answers. Source: EPCISException and EPCISCaptureJob in the XML schema of
EPCIS 2.0; the lists of jobs and resources follow GS1's OpenAPI, which has no schema for them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from txng.epcis.xml.escapes import attribute, text
from txng.epcis.xml.names import EPCIS

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ROOT = f'xmlns:epcis="{EPCIS["2.0"]}"'
_PROBLEM = ("type", "title", "status", "detail", "instance")


def write_problem(members: Mapping[str, Any]) -> bytes:
    """RFC 7807 problem details as <epcis:EPCISException>."""
    return (
        f"{_HEAD}<epcis:EPCISException {_ROOT}>{_problem(members)}</epcis:EPCISException>".encode()
    )


def write_capture_job(members: Mapping[str, Any]) -> bytes:
    return (_HEAD + _job(members, _ROOT)).encode()


def write_capture_jobs(jobs: Sequence[Mapping[str, Any]]) -> bytes:
    inside = "".join([_job(job, "") for job in jobs])
    return (
        f"{_HEAD}<epcis:EPCISCaptureJobList {_ROOT}>{inside}</epcis:EPCISCaptureJobList>".encode()
    )


def write_collection(members: Sequence[str]) -> bytes:
    inside = "".join([f"<member>{_shown(one)}</member>" for one in members])
    return f"{_HEAD}<epcis:Collection {_ROOT}>{inside}</epcis:Collection>".encode()


def _problem(members: Mapping[str, Any]) -> str:
    return "".join(
        [f"<{name}>{_shown(members[name])}</{name}>" for name in _PROBLEM if name in members]
    )


def _job(members: Mapping[str, Any], namespaces: str) -> str:
    flags = " ".join(
        f'{name}="{attribute(_plain(members[name]), name)}"'
        for name in ("running", "success", "captureID")
    )
    parts = [
        f"<{name}>{_shown(members[name])}</{name}>"
        for name in ("captureErrorBehaviour", "createdAt", "finishedAt")
        if members.get(name) is not None
    ]
    if members.get("errors"):
        errors = "".join([f"<error>{_problem(error)}</error>" for error in members["errors"]])
        parts.append(f"<errors>{errors}</errors>")
    elif members.get("errorFile"):
        parts.append(f"<errorFile>{_shown(members['errorFile'])}</errorFile>")
    opening = f"epcis:EPCISCaptureJob {namespaces} {flags}".replace("  ", " ")
    return f"<{opening}>{''.join(parts)}</epcis:EPCISCaptureJob>"


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(value: Any) -> str:
    # what XML forbids must not keep a person from reading the rest of a problem
    shown = "".join(one if one >= " " or one in "\t\n" else "\ufffd" for one in _plain(value))
    return text(shown.encode("utf-8", "replace").decode(), "text")
