"""A process of eight threads that all give one name to events of their own, in the same instant.

    python -m tests.faults.same_name ORGANISATION START ROUNDS

Prints how many were accepted and how many refused. Rounds begin at START (seconds since 1970) and every
`STEP` seconds after, so that two such processes meet.
"""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "txng.conf.settings")

THREADS = 8
STEP = 0.1


def main(organisation: int, start: float, rounds: int) -> None:
    import django

    django.setup()
    from django.db import connection

    from tests.epcis.documents import GTIN, document, event
    from txng.accounts.actors import Actor
    from txng.epcis.errors import ResourceAlreadyExistsException
    from txng.repository import actions

    by = Actor(organisation, "", frozenset({"capture"}), "test")

    def capture(number: int, thread: int) -> bool:
        own = f"https://id.gs1.org/01/{GTIN}/21/{os.getpid()}-{thread}"
        body = document(event(eventID=f"urn:uuid:round-{number}", epcList=[own]))
        try:
            return actions.capture(by=by, document=body).accepted == 1
        except ResourceAlreadyExistsException:
            return False

    def send(thread: int) -> list[bool]:
        try:
            told = []
            for number in range(rounds):
                time.sleep(max(0.0, start + number * STEP - time.time()))
                told.append(capture(number, thread))
            return told
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        told = [answer for answers in pool.map(send, range(THREADS)) for answer in answers]
    sys.stdout.write(f"{told.count(True)} {told.count(False)}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
