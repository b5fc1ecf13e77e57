"""Documents and single events in; capture jobs out.

    POST /capture   202, Location of the job     GS1-Capture-Error-Behaviour: rollback | proceed
    GET  /capture/{captureID}                    running, success, errors, and what became of each event
    POST /events    201, Location of the event   409 when the eventID names another event

Source: EPCIS 2.0 §12.7; CaptureJob of the official OpenAPI file.
"""

from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

import msgspec
import structlog
from django.conf import settings

from txng.accounts.access import requires_scope
from txng.epcis import answers
from txng.epcis.errors import ValidationException
from txng.epcis.xml import service
from txng.eventstore.jobs import Job
from txng.repository import actions, queries
from txng.repository.rest import negotiation
from txng.repository.rest.answering import as_told, linked
from txng.repository.rest.bodies import media_type_of, pieces_of_body, read_body
from txng.repository.rest.messages import Headers, Request, Response
from txng.repository.rest.problems import capture_limits
from txng.repository.rest.questions import read_paging

log = structlog.get_logger(__name__)

BEHAVIOURS = ("rollback", "proceed")


@requires_scope("capture")
def post_document(request: Request) -> Response:
    """202 and the job's address: the document is judged and stored, or kept safe to be."""
    media_type = media_type_of(request.environ)
    proceed = _behaviour(request) == "proceed"
    negotiation.check_versions(request.environ)
    document = actions.take_in(pieces_of_body(request.environ, actions.MAX_DOCUMENT))
    submitted = actions.submit(
        by=request.actor, document=document, media_type=media_type, proceed=proceed
    )
    size = len(document) if isinstance(document, bytes) else document.size
    log.info("capture_accepted", job=submitted.job_id, bytes=size)
    location = f"{settings.BASE_URL}/epcis/capture/{submitted.job_id}"
    return Response(202, headers=(("Location", location), *capture_limits()))


@requires_scope("capture")
def post_event(request: Request) -> Response:
    """201 and the event as it is kept; the same event again is answered alike."""
    media_type = media_type_of(request.environ)
    negotiation.check_versions(request.environ)
    body = read_body(request.environ, actions.MAX_DOCUMENT)
    stored, is_new = actions.capture_event(
        by=request.actor,
        event=body,
        media_type=media_type,
        namespaces=request.wanted.extensions,
    )
    log.info("event_captured", new=is_new)
    location = f"{settings.BASE_URL}/epcis/events/{quote(stored.event_id, safe='')}"
    return Response(
        201,
        answers.whole_event(as_told(stored)),
        (("Location", location),),
        request.wanted.media_type,
    )


def _behaviour(request: Request) -> str:
    value = request.environ.get("HTTP_GS1_CAPTURE_ERROR_BEHAVIOUR", "").strip() or "rollback"
    if value not in BEHAVIOURS:  # "all" is the server's word: it announces both
        raise ValidationException(
            f"Expected rollback or proceed in GS1-Capture-Error-Behaviour, got {value[:50]!r}",
            detail_vi="Tiêu đề GS1-Capture-Error-Behaviour nhận rollback hoặc proceed.",
        )
    return value


# --- jobs -------------------------------------------------------------------------------------


@requires_scope("capture")
def list_jobs(request: Request) -> Response:
    per_page, token, _ = read_paging(request.query, others=False)
    page = queries.jobs(request.actor, per_page, token)
    members = [job_members(job) for job in page.items]
    if request.wanted.media == "xml":
        body = service.write_capture_jobs([_decoded(one) for one in members])
    else:
        body = msgspec.json.encode(members)
    return Response(200, body, linked(request, page), request.wanted.media_type)


@requires_scope("capture")
def get_job(request: Request, job_id: str) -> Response:
    members = job_members(queries.job(request.actor, job_id))
    if request.wanted.media == "xml":
        body = service.write_capture_job(_decoded(members))
    else:
        body = msgspec.json.encode(members)
    return Response(200, body, content_type=request.wanted.media_type)


def discover_job(request: Request, job_id: str) -> Headers:
    queries.job(request.actor, job_id)
    return ()


def job_members(job: Job) -> dict[str, Any]:
    """`running`, `success`, `errors` are the standard's; the rest says what became of each event."""
    members: dict[str, Any] = {
        "captureID": str(UUID(bytes=bytes(job.id))),
        "createdAt": _moment(job.received_at),
        "running": job.state == "running",
        "success": job.state != "failed",
        "captureErrorBehaviour": job.behaviour,
        "errors": msgspec.Raw(job.errors),
        "events": job.events,
        "accepted": job.accepted,
        "duplicates": job.duplicates,
        "rejected": job.rejected,
        "masterData": job.master_data,
        "warnings": msgspec.Raw(job.warnings),
    }
    if job.verdicts is not None:  # a list leaves long ones out
        members["verdicts"] = msgspec.Raw(job.verdicts)
    if job.finished_at is not None:
        members["finishedAt"] = _moment(job.finished_at)
    return members


def _decoded(members: dict[str, Any]) -> dict[str, Any]:
    return {**members, "errors": msgspec.json.decode(members["errors"])}


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
