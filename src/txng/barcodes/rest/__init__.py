"""/barcodes/: prefixes, keys, lots and labels of one's own organisation, for machines with a key.

    GET  POST  /barcodes/prefixes                     {"digits": "8938505974", "paidUntil": 2026}
    GET  POST  /barcodes/prefixes/{digits}/keys       {"kind": "gtin", "purposes": ["Cà phê 500 g"]}
    GET  POST  /barcodes/lots                         {"gtin", "lot", "productName", "weightKg", "contentG"}
         POST  /barcodes/lots/{id}/batches            {"quantity", "layout", "group", "words", ..}
    GET        /barcodes/batches, /barcodes/batches/{id}
    GET        /barcodes/batches/{id}/labels          serials, the text of their QR code: ?after=500&limit=500
         POST  /barcodes/batches/{id}/prints          {"first", "last", "way": "a4", "roll", "zpl"}: the file
         POST  /barcodes/batches/{id}/scans           {"code": "HTTPS://.."}: a printed label, read back
         POST  /barcodes/batches/{id}/steps           {"step": "activate", "first": 1, "last": 500}

`Authorization: Bearer KEY` with the right of each step ("barcodes.issue"). Errors are problem documents;
`field` names the member that is wrong. What is of others is answered like what is not there.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec
import structlog
from django.db import DatabaseError, connection

from txng.accounts import queries as accounts
from txng.accounts.access import requires_right
from txng.barcodes.errors import (
    BarcodesError,
    ExhaustedError,
    NotAllowedError,
    NotThereError,
    StepError,
)
from txng.barcodes.rest import handlers
from txng.barcodes.rules import ACTIVATE, ALLOCATE, ISSUE, KEEP_PREFIXES, PRINT, SEE, life
from txng.parties.rest.answering import (
    MOST_BODY,
    Answer,
    Environ,
    Request,
    TooLargeError,
    camel,
    nothing,
    problem,
    send,
)

log = structlog.get_logger(__name__)
STATUSES: Final[dict[type[BarcodesError], int]] = {
    NotThereError: 404,
    NotAllowedError: 403,
    ExhaustedError: 409,
    StepError: 409,
}


@requires_right("barcodes.see")
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
    except NotThereError:
        answer = nothing()
    except BarcodesError as error:
        more: dict[str, Any] = {"field": camel(error.field)} if error.field else {}
        status = STATUSES.get(type(error), 422)
        answer = problem(status, type(error).__name__, str(error), str(error), **more)
    except DatabaseError as error:
        log.error("database_unavailable", error=type(error).__name__)
        answer = problem(503, "Unavailable", "Expected a database that answers, got none",
                         "Cơ sở dữ liệu chưa trả lời. Thử lại sau một phút.")  # fmt: skip
    except Exception:
        log.exception("barcodes_failed", path=environ.get("PATH_INFO", ""))
        answer = problem(500, "Failed", "The interface failed; nothing was stored",
                         "Hệ thống gặp sự cố; chưa có gì được ghi.")  # fmt: skip
    if isinstance(answer, handlers.File):
        return handlers.send_file(answer, environ, start_response)
    return send(answer, environ, start_response)


def _answer(environ: Environ) -> Answer | handlers.File:
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    scheme, _space, secret = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    actor = accounts.actor_for_bearer(secret.strip()) if scheme.lower() == "bearer" else None
    if actor is None:
        return problem(
            401, "Unauthorized", "Expected a key that is valid", "Cần một khóa còn hiệu lực.",
            (("WWW-Authenticate", 'Bearer realm="barcodes"'),),
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


Methods = dict[str, tuple[str, Callable[..., Answer | handlers.File]]]
_ID: Final = "([0-9]{1,12})"
ROUTES: Final[tuple[tuple[re.Pattern[str], Methods], ...]] = (
    (
        re.compile("/barcodes/prefixes"),
        {"GET": (SEE, handlers.list_prefixes), "POST": (KEEP_PREFIXES, handlers.post_prefix)},
    ),
    (
        re.compile("/barcodes/prefixes/([0-9]{7,12})/keys"),
        {"GET": (SEE, handlers.list_keys), "POST": (ALLOCATE, handlers.post_keys)},
    ),
    (
        re.compile("/barcodes/lots"),
        {"GET": (SEE, handlers.list_lots), "POST": (ISSUE, handlers.post_lot)},
    ),
    (re.compile(f"/barcodes/lots/{_ID}/batches"), {"POST": (ISSUE, handlers.post_batch)}),
    (re.compile("/barcodes/batches"), {"GET": (SEE, handlers.list_batches)}),
    (re.compile(f"/barcodes/batches/{_ID}"), {"GET": (SEE, handlers.get_batch)}),
    (re.compile(f"/barcodes/batches/{_ID}/labels"), {"GET": (PRINT, handlers.list_labels)}),
    (re.compile(f"/barcodes/batches/{_ID}/prints"), {"POST": (PRINT, handlers.post_print)}),
    (re.compile(f"/barcodes/batches/{_ID}/scans"), {"POST": (ACTIVATE, handlers.post_scan)}),
    (
        re.compile(f"/barcodes/batches/{_ID}/steps"),
        {"POST": (life.MOVES["activate"].right, handlers.post_step)},
    ),
)
