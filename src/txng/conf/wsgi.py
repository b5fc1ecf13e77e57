"""The one WSGI callable: machines by a short table, people through Django.

/epcis/events?...     ──> repository.rest      plain callables: about 40,000 empty answers a second
/01/..  /00/..  /eh..  ──> resolver.rest       redirects and link sets; the scan page is Django's,
                           resolver.kept_pages     given out again while nothing was recorded
/xem/01/..            ──> that page, wherever the code leads
/.well-known/  /resolver/ ──> resolver.rest    what the resolver can do; who manages links
/log/2026/..          ──> transparency.rest    checkpoints and tiles of the public log
/healthz  /readyz     ──> conf.health
/static/3f9c1a7e/...  ──> WhiteNoise
everything else       ──> Django with its middleware: about 3,000 a second
"""

import gc
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import django
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "txng.conf.settings")
django.setup(set_prefix=False)

from txng.barcodes import rest as barcodes  # noqa: E402 - the rooms need Django set up
from txng.certification.rest import assessments, certificates  # noqa: E402
from txng.conf import health, settings, static  # noqa: E402
from txng.gs1.epc_binary import COMPRESSED  # noqa: E402
from txng.parties import rest as parties  # noqa: E402
from txng.products import rest as products  # noqa: E402
from txng.repository import rest  # noqa: E402
from txng.resolver import kept_pages, request_path  # noqa: E402
from txng.resolver.rest import description, door, management  # noqa: E402
from txng.transparency import rest as public_log  # noqa: E402

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

people: Final[Application] = WSGIHandler()

scan_pages: Final[Application] = kept_pages.beside(people)
links: Final[Application] = door.beside(scan_pages)

MACHINES: Final[Mapping[str, Application]] = {
    "epcis": rest.application,
    "log": public_log.application,
    "healthz": health.healthz,
    "readyz": health.readyz,
    "static": static.serve(
        people,
        settings.STATIC_URL,
        settings.ENVIRONMENT.static_folder / static.fingerprint(),
    ),
    "resolver": management.application,
    "parties": parties.application,
    "barcodes": barcodes.application,
    "products": products.application,
    "certification": certificates.application,
    "assessments": assessments.application,
    ".well-known": description.beside(people),
    "xem": door.page_alone(scan_pages),
    **dict.fromkeys(door.PRIMARY_KEYS, links),
}
"""First segment of the path, and who answers. PATH_INFO reaches them whole."""


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    request_path.restore(environ)
    segment = environ["PATH_INFO"][1:].partition("/")[0]
    machine = MACHINES.get(segment)
    if machine is None:
        machine = links if COMPRESSED.fullmatch(segment) else people
    return machine(environ, start_response)


# What the modules hold lives as long as the process: no collection walks through all of it again, which
# took a tenth of the time of a capture. Docs: gc.freeze.
gc.collect()
gc.freeze()
