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

from typing import Any, Final

from txng.accounts.access import requires_right
from txng.accounts.machine_door import Answer, Door, camel, nothing, problem, routes
from txng.barcodes.errors import (
    BarcodesError,
    ExhaustedError,
    NotAllowedError,
    NotThereError,
    StepError,
)
from txng.barcodes.rest import handlers
from txng.barcodes.rules import ACTIVATE, ALLOCATE, ISSUE, KEEP_PREFIXES, PRINT, SEE, life

STATUSES: Final[dict[type[BarcodesError], int]] = {
    NotAllowedError: 403,
    ExhaustedError: 409,
    StepError: 409,
}
ID: Final = "(?P<id>[0-9]{1,12})"


def refused(error: BarcodesError) -> Answer:
    if isinstance(error, NotThereError):
        return nothing()
    more: dict[str, Any] = {"field": camel(error.field)} if error.field else {}
    status = STATUSES.get(type(error), 422)
    return problem(status, type(error).__name__, str(error), str(error), **more)


ROUTES: Final = routes(
    (
        "/barcodes/prefixes",
        {"GET": (SEE, handlers.list_prefixes), "POST": (KEEP_PREFIXES, handlers.post_prefix)},
    ),
    (
        "/barcodes/prefixes/([0-9]{7,12})/keys",
        {"GET": (SEE, handlers.list_keys), "POST": (ALLOCATE, handlers.post_keys)},
    ),
    (
        "/barcodes/lots",
        {"GET": (SEE, handlers.list_lots), "POST": (ISSUE, handlers.post_lot)},
    ),
    (f"/barcodes/lots/{ID}/batches", {"POST": (ISSUE, handlers.post_batch)}),
    ("/barcodes/batches", {"GET": (SEE, handlers.list_batches)}),
    (f"/barcodes/batches/{ID}", {"GET": (SEE, handlers.get_batch)}),
    (f"/barcodes/batches/{ID}/labels", {"GET": (PRINT, handlers.list_labels)}),
    (f"/barcodes/batches/{ID}/prints", {"POST": (PRINT, handlers.post_print)}),
    (f"/barcodes/batches/{ID}/scans", {"POST": (ACTIVATE, handlers.post_scan)}),
    (
        f"/barcodes/batches/{ID}/steps",
        {"POST": (life.MOVES["activate"].right, handlers.post_step)},
    ),
)

application = requires_right("barcodes.see")(Door("barcodes", ROUTES, BarcodesError, refused))
