"""One running resolver for all tests that only add to it: each test takes products of its own."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests import servers


@pytest.fixture(scope="session")
def resolver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from tests.resolver.asking import HOST, RunningResolver  # Django is set up by now

    folder = tmp_path_factory.mktemp("resolver")
    environ = dict(os.environ, TXNG_DATA=str(folder), TXNG_WEBHOOK_NETWORKS="127.0.0.0/8")

    def key(organisation: str, scopes: str, *more: str) -> str:
        made = ("key", "create", "--organisation", organisation, "--scope", scopes, *more)
        return servers.txng(environ, *made).strip()

    with servers.database_beside(environ):
        servers.installed(environ)
        an = key("An (hư cấu)", "capture,query,links")
        binh = key("Bình (hư cấu)", "query,oversight,links", "--agency")
        dung = key("Dũng (hư cấu)", "capture,query,links")
        with servers.serving(environ) as site:
            running = RunningResolver(site, an, binh, dung)
            asked = running.send("POST", "/resolver/hosts", {"host": HOST}).json
            running.send("POST", f"/resolver/hosts/{asked['id']}/approve", {}, key=binh)
            yield running
    shutil.rmtree(folder, ignore_errors=True)
