"""Capture jobs: what became of a document."""

import base64
from uuid import UUID

from txng.accounts.actors import Actor
from txng.epcis.errors import NoSuchResourceException, SecurityException
from txng.eventstore import jobs as stored_jobs
from txng.eventstore.jobs import Job
from txng.repository.connection import OPERATOR, store
from txng.repository.queries import paging
from txng.repository.queries.paging import Listed


def job(actor: Actor, job_id: str) -> Job:
    """A capture job of the asker's organisation. Raises NoSuchResourceException."""
    missing = NoSuchResourceException(
        f"Expected the id of a capture job, got {job_id[:100]!r}",
        detail_vi="Không có lượt gửi nào mang mã này.",
    )
    try:
        key = UUID(job_id).bytes
    except ValueError:
        raise missing from None
    found = stored_jobs.one(store().driver, key)
    owner = _owner_of(actor)
    if found is None or owner not in (None, found.owner):
        raise missing
    return found


def jobs(actor: Actor, per_page: str | int | None = None, token: str | None = None) -> Listed[Job]:
    """The jobs of the asker's organisation, newest first; with oversight those of every one.

    Raises QueryParameterException (the page), SecurityException.
    """
    owner, size = _owner_of(actor), paging.size(per_page)
    position = paging.position(actor, token, _QUESTION)
    before = None if position is None else base64.b16decode(position)
    found = stored_jobs.listed(store().driver, owner=owner, before=before, limit=size + 1)
    if len(found) <= size:
        return Listed(found)
    shown = found[:size]
    place = base64.b16encode(shown[-1].id).decode()
    return Listed(shown, *paging.token(actor, place, _QUESTION))


_QUESTION = "capture jobs"


def _owner_of(actor: Actor) -> int | None:
    """None for all. Whoever sends documents may see what became of them, without the scope query."""
    if "oversight" in actor.scopes:
        return None
    if not actor.scopes & {"capture", "query"}:
        raise SecurityException(
            "Expected a key with the scope capture, got one without it",
            detail_vi="Khóa này không có quyền ghi. Xin khóa có quyền capture.",
            status=403,
        )
    return OPERATOR if actor.organisation_id is None else actor.organisation_id
