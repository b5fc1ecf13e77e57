"""/parties/: the own entry, members, places and plots, for machines with a key.

    GET  POST  /parties/enterprises          the own entry and the members': ?q=doi+gio&after=17&limit=100;
                                             the own one, or a member: {"memberOf": "DV-000042-0"}
    GET  PUT   /parties/enterprises/{code}   one; ?asOf=2024-05-01 as it was; tell new facts
    GET  POST  /parties/enterprises/{code}/establishments
    PUT        /parties/establishments/{code}
    GET  POST  /parties/enterprises/{code}/plots
    GET  PUT   /parties/plots/{code}         with its boundary (GeoJSON) and what it lies over
    GET        /parties/mandates             ?asOf=2024-05-01&clause=IV.5.a&place=da+sar
    GET        /parties/places               ?q=da+sar: communes of today and what they were

`Authorization: Bearer KEY` with the right parties.see, to write parties.edit. Errors are problem documents;
`field` names the member that is wrong and `reason` why. What is of others is answered like what is not there.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec
import structlog
from django.db import DatabaseError, connection

from txng.accounts import queries as accounts
from txng.accounts.access import requires_right
from txng.parties.errors import FieldError, PartiesError
from txng.parties.rest import handlers
from txng.parties.rest.answering import (
    MOST_BODY,
    Answer,
    BadDayError,
    Environ,
    Request,
    TooLargeError,
    camel,
    nothing,
    problem,
    send,
)
from txng.parties.rules import EDIT, SEE

log = structlog.get_logger(__name__)


@requires_right("parties.see")
def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    try:
        if not connection.in_atomic_block:  # nobody else does it in front of Django
            connection.close_if_unusable_or_obsolete()
        answer = _answer(environ)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        answer = problem(400, "Bad body", str(error)[:300], "Nội dung gửi lên không đọc được.")
    except TooLargeError:
        answer = problem(
            413, "Too large", f"Expected at most {MOST_BODY} bytes", "Nội dung gửi lên quá lớn."
        )
    except BadDayError as error:
        answer = problem(400, "Bad day", f"Expected a day such as 2026-05-01, got {error}",
                         "Viết ngày như 2026-05-01.", field="asOf")  # fmt: skip
    except PartiesError as error:
        more: dict[str, Any] = {}
        if isinstance(error, FieldError):
            more = {"field": camel(error.field), "reason": error.word}
        answer = problem(error.status, type(error).__name__, str(error), str(error), **more)
    except DatabaseError as error:
        log.error("database_unavailable", error=type(error).__name__)
        answer = problem(503, "Unavailable", "Expected a database that answers, got none",
                         "Cơ sở dữ liệu chưa trả lời. Thử lại sau một phút.")  # fmt: skip
    except Exception:
        log.exception("parties_failed", path=environ.get("PATH_INFO", ""))
        answer = problem(500, "Failed", "The interface failed; nothing was stored",
                         "Hệ thống gặp sự cố; chưa có gì được ghi.")  # fmt: skip
    return send(answer, environ, start_response)


def _answer(environ: Environ) -> Answer:
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    scheme, _space, secret = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    actor = accounts.actor_for_bearer(secret.strip()) if scheme.lower() == "bearer" else None
    if actor is None:
        return problem(
            401, "Unauthorized", "Expected a key that is valid", "Cần một khóa còn hiệu lực.",
            (("WWW-Authenticate", 'Bearer realm="parties"'),),
        )  # fmt: skip
    for pattern, methods in ROUTES:
        match = pattern.fullmatch(path)
        if match is None:
            continue
        found = methods.get("GET" if method == "HEAD" else method)
        if found is None:
            told = ", ".join(sorted(methods))
            return problem(405, "Method not allowed", f"Expected {told}, got {method[:20]}",
                           f"Địa chỉ này chỉ nhận {told}.", (("Allow", told),))  # fmt: skip
        right, handler = found
        if not actor.may(right):
            return problem(403, "Forbidden", f"Expected a key with the right {right}",
                           f"Khóa này không có quyền {right}.")  # fmt: skip
        return handler(Request(actor, environ), *match.groups())
    return nothing()


Methods = dict[str, tuple[str, Callable[..., Answer]]]
_CODE: Final = "([A-Z]{2}-[0-9]{6,12}-[0-9])"
ROUTES: Final[tuple[tuple[re.Pattern[str], Methods], ...]] = (
    (
        re.compile("/parties/enterprises"),
        {"GET": (SEE, handlers.list_enterprises), "POST": (EDIT, handlers.post_enterprise)},
    ),
    (
        re.compile(f"/parties/enterprises/{_CODE}"),
        {"GET": (SEE, handlers.get_enterprise), "PUT": (EDIT, handlers.put_enterprise)},
    ),
    (
        re.compile(f"/parties/enterprises/{_CODE}/establishments"),
        {"GET": (SEE, handlers.list_establishments), "POST": (EDIT, handlers.post_establishment)},
    ),
    (re.compile(f"/parties/establishments/{_CODE}"), {"PUT": (EDIT, handlers.put_establishment)}),
    (
        re.compile(f"/parties/enterprises/{_CODE}/plots"),
        {"GET": (SEE, handlers.list_plots), "POST": (EDIT, handlers.post_plot)},
    ),
    (
        re.compile(f"/parties/plots/{_CODE}"),
        {"GET": (SEE, handlers.get_plot), "PUT": (EDIT, handlers.put_plot)},
    ),
    (re.compile("/parties/mandates"), {"GET": (SEE, handlers.list_mandates)}),
    (re.compile("/parties/places"), {"GET": (SEE, handlers.list_places)}),
)
