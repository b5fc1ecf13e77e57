"""What labels cost: 2,000 as PDF, as ZPL and read back, and 100,000 serials into the database.

    python -m bench.labels [LABELS] [SERIALS]        prints one JSON object; CPU seconds

Runs alone inside an initialised, empty installation (docs/operate/bench.md). CPU of PostgreSQL's process
is counted beside ours.
"""

import json
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pypdfium2
import zxingcpp

from bench import house, processes
from txng.accounts import actions as accounts
from txng.accounts import actors
from txng.barcodes import layouts, pdf, zpl
from txng.barcodes.actions import lots, prefixes
from txng.barcodes.content import Code
from txng.barcodes.models import LotQuota
from txng.barcodes.rules import serials
from txng.parties.models import Enterprise
from txng.ui import collation

PREFIX = "8938505974"
STEM = "https://truyxuat.lamdong.example"
DPI = 203
WORDS = {
    "product_name": "Cà phê Arabica Cầu Đất rang mộc",
    "responsible_name": "Hợp tác xã Cầu Đất (hư cấu)",
    "origin": "Việt Nam",
}


def main(labels: int, issued: int) -> None:
    found: dict[str, Any] = {
        "labels": labels,
        "serials": issued,
        "database": house.connection.vendor,
    }
    codes = [Code("08938505974019", "L2511-A", serial) for serial in serials.draw(labels)]
    layout = layouts.presets()["tem-50x30"]
    wanted = {"stem": STEM, "dpi": DPI}
    sheet = layouts.a4(layout)
    document, found["pdf_a4"] = _cpu(
        lambda: pdf.printed(codes, layout, WORDS, sheet, title="Tem", **wanted)
    )
    found["pdf_bytes"] = len(document)
    roll = layouts.roll(layout)
    document, found["pdf_roll"] = _cpu(
        lambda: pdf.printed(codes, layout, WORDS, roll, title="Tem", **wanted)
    )
    _labels, found["zpl"] = _cpu(lambda: sum(map(len, zpl.printed(codes, layout, WORDS, **wanted))))
    read, found["read_back"] = _cpu(lambda: _read(document))
    found["read"] = len(read & {f"/21/{code.serial}" for code in codes})
    found["serials_drawn"] = _cpu(lambda: serials.draw(issued))[1]
    quota = _lot()
    told = {"layout": layout, "words": WORDS, "group": "thuc-pham"}
    operator = actors.operator()
    own, before = house.own_backends(), 0.0
    before = processes.cpu_seconds(own) if own else 0.0
    _batch, found["serials_issued"] = _cpu(
        lambda: lots.issue(by=operator, quota_id=quota.pk, quantity=issued, **told)
    )
    found["serials_issued_database"] = processes.cpu_seconds(own) - before if own else None
    print(json.dumps(found))


def _lot() -> LotQuota:
    operator = actors.operator()
    holder = accounts.ensure_organisation(by=operator, name="Hợp tác xã đo tốc độ (hư cấu)")
    enterprise = Enterprise.objects.create(
        code="DV-000001-4", kind="hop-tac-xa", ownership="tap-the", sector="nong-nghiep",
        name=holder.name, commune_code="24846", organisation=holder,
        name_key=collation.sort_key(holder.name),
    )  # fmt: skip
    prefixes.hold_prefix(by=operator, enterprise=enterprise, digits=PREFIX)
    (key,) = prefixes.allocate(by=operator, digits=PREFIX, kind="gtin", purposes=["Cà phê"])
    return lots.declare_lot(
        by=operator, enterprise=enterprise, gtin=key.value, lot="L2511-A", product_name="Cà phê",
        weight_kg=Decimal(1_000_000), content_g=Decimal(500),
    )  # fmt: skip


def _read(document: bytes) -> set[str]:
    """The serials of every label of a roll, rendered at the printer's resolution and decoded."""
    opened = pypdfium2.PdfDocument(document)
    found = set()
    for page in opened:
        picture = page.render(scale=DPI / 72, grayscale=True).to_pil()
        for one in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode):
            found.add(one.text[one.text.rindex("/21/") :])
    opened.close()
    return found


def _cpu(work: Callable[[], Any]) -> tuple[Any, float]:
    before = time.process_time()
    found = work()
    return found, round(time.process_time() - before, 3)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(given[0] if given else 2000, given[1] if given[1:] else 100_000)
