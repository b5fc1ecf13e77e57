"""Logs are events with fields: JSON lines for machines, coloured lines for a person at a terminal.

    {"event": "capture_accepted", "job": "0198...", "events": 12, "level": "info", ...}

Without personal data: no names, e-mail addresses, keys or IP addresses. What the libraries log
(Django, granian) passes through the same formatter.
"""

import logging
import logging.config
import sys
from typing import Any

import structlog


def configure(level: str, form: str) -> None:
    """`form` is "json", "text", or "auto": text when standard error is a terminal."""
    for_people = form == "text" or (form == "auto" and sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    last: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if for_people:
        last.append(structlog.dev.ConsoleRenderer())
    else:
        last += [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
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
                    "processors": last,
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
