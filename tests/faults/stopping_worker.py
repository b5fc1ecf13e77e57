"""A worker that finishes waiting jobs and stands still at one point, to be killed there.

    python -m tests.faults.stopping_worker judging | recording | ending | ended

Prints "here" when it stands still.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "txng.conf.settings")

POINTS = ("judging", "recording", "ending", "ended")
PIECE = 20  # events recorded before it stands still


def main(point: str) -> None:
    import django

    django.setup()
    from txng.epcis.documents import DocumentReader
    from txng.eventstore import jobs
    from txng.eventstore.recording import Recording
    from txng.repository import actions, recorder, spool

    recorder.SMALL = 10  # every document is read piece by piece
    recorder.CHUNK = PIECE
    if point == "judging":
        DocumentReader.drafts = halfway(DocumentReader.drafts)  # type: ignore[method-assign]
    elif point == "recording":
        Recording.record = then_still(Recording.record)  # type: ignore[method-assign]
    elif point == "ending":
        jobs.finish = then_still(jobs.finish)
    else:
        spool.log.info = lambda *_, **__: stand_still()
    actions.finish_waiting_jobs()


def halfway(drafts: Callable[..., Any]) -> Callable[..., Any]:
    def some(reader: Any) -> Any:
        for number, draft in enumerate(drafts(reader)):
            if number == PIECE:
                stand_still()
            yield draft

    return some


def then_still(act: Callable[..., Any]) -> Callable[..., Any]:
    def acting(*values: Any, **named: Any) -> None:
        act(*values, **named)
        stand_still()

    return acting


def stand_still() -> None:
    sys.stdout.write("here\n")
    sys.stdout.flush()
    time.sleep(600)


if __name__ == "__main__":
    main(sys.argv[1])
