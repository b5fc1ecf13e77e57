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

from typing import Any, Final

from txng.accounts.access import requires_right
from txng.accounts.machine_door import Answer, Door, camel, problem, routes
from txng.parties.errors import FieldError, PartiesError
from txng.parties.rest import handlers
from txng.parties.rules import EDIT, SEE

MOST_BODY: Final = 300_000  # a boundary has up to 200 KB
CODE: Final = "([A-Z]{2}-[0-9]{6,12}-[0-9])"


def refused(error: PartiesError) -> Answer:
    more: dict[str, Any] = {}
    if isinstance(error, FieldError):
        more = {"field": camel(error.field), "reason": error.word}
    return problem(error.status, type(error).__name__, str(error), str(error), **more)


ROUTES: Final = routes(
    (
        "/parties/enterprises",
        {"GET": (SEE, handlers.list_enterprises), "POST": (EDIT, handlers.post_enterprise)},
    ),
    (
        f"/parties/enterprises/{CODE}",
        {"GET": (SEE, handlers.get_enterprise), "PUT": (EDIT, handlers.put_enterprise)},
    ),
    (
        f"/parties/enterprises/{CODE}/establishments",
        {"GET": (SEE, handlers.list_establishments), "POST": (EDIT, handlers.post_establishment)},
    ),
    (f"/parties/establishments/{CODE}", {"PUT": (EDIT, handlers.put_establishment)}),
    (
        f"/parties/enterprises/{CODE}/plots",
        {"GET": (SEE, handlers.list_plots), "POST": (EDIT, handlers.post_plot)},
    ),
    (
        f"/parties/plots/{CODE}",
        {"GET": (SEE, handlers.get_plot), "PUT": (EDIT, handlers.put_plot)},
    ),
    ("/parties/mandates", {"GET": (SEE, handlers.list_mandates)}),
    ("/parties/places", {"GET": (SEE, handlers.list_places)}),
)

application = requires_right("parties.see")(
    Door("parties", ROUTES, PartiesError, refused, most_body=MOST_BODY)
)
