"""Captures and enters events for ever, and prints what was published, until the power goes.

    python -m tests.faults.log_until_cut FIRST [no-sync-files | no-sync-signer]
    < 12 3f9c..      size and root of a checkpoint that everybody may have seen

TXNG_DATA is the disk under test; database, signer and files lie on it. The controls leave out one of the
syncs that the log relies on.
"""

import os
import sys
from pathlib import Path

BASE = "txng.example/log"


def main(first: str, control: str = "") -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "txng.conf.settings")
    import django

    django.setup(set_prefix=False)
    from tests.epcis.documents import GTIN, document, event
    from txng.accounts import actors
    from txng.repository import actions
    from txng.tlog.checkpoint import parse_checkpoint
    from txng.tlog.note import parse_note
    from txng.transparency import folder, signer
    from txng.transparency.integrator import Integrator

    data = Path(os.environ["TXNG_DATA"])
    if control == "no-sync-files":
        folder.os = _WithoutSync()  # type: ignore[assignment]
    with signer.opened(data / "signer", BASE) as duty:
        if control == "no-sync-signer":
            duty._memory._connection.execute("PRAGMA synchronous=OFF")
        number = int(first)
        while True:
            events = [
                event(epcList=[f"https://id.gs1.org/01/{GTIN}/21/P{number}-{one}"])
                for one in range(7)
            ]
            actions.capture(by=actors.operator(), document=document(*events))
            Integrator(data / "log", BASE, duty).catch_up()
            shard = next((data / "log").iterdir())
            signed = parse_checkpoint(parse_note((shard / "checkpoint").read_bytes()).text)
            print(signed.size, signed.root.hex(), flush=True)
            number += 1


class _WithoutSync:
    """The module os as `folder` sees it, with an fsync that does nothing."""

    def __getattr__(self, name: str) -> object:
        return (lambda descriptor: None) if name == "fsync" else getattr(os, name)


if __name__ == "__main__":
    main(*sys.argv[1:])
