"""Questions about imports and attachments, the library, and papers."""

from txng.documents.queries.imports import (
    attachments,
    importer,
    leftovers,
    marked_copy,
    problems,
    rows,
    run,
    runs,
    waiting_runs,
)
from txng.documents.queries.library import instrument, instruments
from txng.documents.queries.official import paper, paper_of_source, papers

__all__ = [
    "attachments",
    "importer",
    "instrument",
    "instruments",
    "leftovers",
    "marked_copy",
    "paper",
    "paper_of_source",
    "papers",
    "problems",
    "rows",
    "run",
    "runs",
    "waiting_runs",
]
