"""Tables of documents: imports with their rows, attachments; the library; papers and their numbers."""

from txng.documents.models.imports import Attachment, ImportRow, ImportRun
from txng.documents.models.library import (
    Facet,
    Follow,
    Instrument,
    InstrumentChange,
    LastLook,
    Relation,
)
from txng.documents.models.papers import Letterhead, NumberRegister, PaperRecord, PaperStep

__all__ = [
    "Attachment",
    "Facet",
    "Follow",
    "ImportRow",
    "ImportRun",
    "Instrument",
    "InstrumentChange",
    "LastLook",
    "Letterhead",
    "NumberRegister",
    "PaperRecord",
    "PaperStep",
    "Relation",
]
