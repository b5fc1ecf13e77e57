"""Logs are events with fields: JSON lines for machines, coloured lines for a person at a terminal.

    {"event": "capture_accepted", "job": "0198...", "events": 12, "level": "info", ...}

Without personal data: no names, e-mail addresses, keys or IP addresses. What the libraries log
(Django, granian) passes through the same formatter.
"""

import json
import logging
import logging.config
import sys
from collections.abc import Callable
from typing import Any

import msgspec
import structlog


class _Lines:
    """Writes finished lines of one logger, each in one piece, to standard error as it is then.

    Without the standard library's loggers, which make and copy a record for each: 70 µs of a capture.
    """

    def __init__(self, name: str = "") -> None:
        self.name = name

    def msg(self, line: str) -> None:
        sys.stderr.write(f"{line}\n")

    debug = info = warning = error = critical = exception = msg


def configure(level: str, form: str) -> None:
    """`form` is "json", "text", or "auto": text when standard error is a terminal."""
    for_people = form == "text" or (form == "auto" and sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    last: list[Any] = (
        [structlog.dev.ConsoleRenderer()]
        if for_people
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(_json)]
    )
    structlog.configure(
        processors=[*shared, *last],
        logger_factory=_Lines,
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "events": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": [*shared, structlog.stdlib.ExtraAdder(allow=set())],
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        *last,
                    ],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "events"}},
            "root": {"handlers": ["stderr"], "level": level.upper()},
            "loggers": {
                "django": {"handlers": [], "propagate": True, "level": level.upper()},
                # one line per query or per 404 belongs to nobody's log
                "django.db.backends": {"level": "INFO"},
                "django.request": {"level": "ERROR"},
                "asyncio": {"level": "WARNING"},
            },
        }
    )


def _json(line: dict[str, Any], default: Callable[[Any], Any]) -> str:
    try:
        return msgspec.json.encode(line, enc_hook=default).decode()
    except (UnicodeEncodeError, OverflowError):  # half a character; a number of more than 64 bits
        return json.dumps(line, default=default)
