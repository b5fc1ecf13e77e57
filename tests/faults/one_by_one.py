"""Captures one document after another for ever and prints the number of each that is acknowledged.

Started by the fault tests as a process of its own, with TXNG_DATA pointing at the disk under test:
`python -m tests.faults.one_by_one FIRST [SYNCHRONOUS]`.
"""

import os
import sys

EVENTS = 5


def main(first: str, synchronous: str = "FULL") -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "txng.conf.settings")
    import django

    django.setup(set_prefix=False)
    from django.db import connection

    from tests.epcis.documents import GTIN, document, event
    from txng.accounts import actors
    from txng.repository import actions

    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.cursor().execute(f"PRAGMA synchronous={synchronous}")
    number = int(first)
    while True:
        things = [f"https://id.gs1.org/01/{GTIN}/21/P{number}"]
        times = (f"2026-10-01T08:00:{second:02}Z" for second in range(EVENTS))
        body = document(*(event(eventTime=one, epcList=things) for one in times))
        actions.capture(by=actors.operator(), document=body, filename=str(number))
        print(number, flush=True)
        number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
