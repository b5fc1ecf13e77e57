"""The one WSGI callable: machines by a short table, people through Django.

/epcis/events?...     ──> repository.rest      plain callables: about 40,000 empty answers a second
/healthz  /readyz     ──> conf.health
/static/3f9c1a7e/...  ──> WhiteNoise
everything else       ──> Django with its middleware: about 3,000 a second
"""

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import django
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "txng.conf.settings")
django.setup(set_prefix=False)

from txng.conf import health, settings, static  # noqa: E402 - the rooms need Django set up
from txng.repository import rest  # noqa: E402

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

people: Final[Application] = WSGIHandler()

MACHINES: Final[Mapping[str, Application]] = {
    "epcis": rest.application,
    "healthz": health.healthz,
    "readyz": health.readyz,
    "static": static.serve(
        people,
        settings.STATIC_URL,
        settings.ENVIRONMENT.static_folder / static.fingerprint(),
    ),
}
"""First segment of the path, and who answers. PATH_INFO reaches them whole."""


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    segment = environ["PATH_INFO"][1:].partition("/")[0]
    return MACHINES.get(segment, people)(environ, start_response)
