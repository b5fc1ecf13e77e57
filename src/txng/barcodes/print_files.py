"""The file of a print run: PDF on A4, PDF for a roll, or ZPL, of labels `first` to `last` of a batch."""

from typing import Final

from txng.barcodes import layouts, pdf, zpl
from txng.barcodes.models import Batch
from txng.barcodes.queries import labels as queries

PDF: Final = ("application/pdf", "pdf")
ZPL: Final = ("text/plain; charset=us-ascii", "zpl")


def kind_of(way: str) -> tuple[str, str]:
    """Media type and ending."""
    return ZPL if way == "zpl" else PDF


def made(batch: Batch, first: int, last: int, way: str, *, start: int = 0) -> bytes:
    """`start`: places left free on the first A4 page. Raises ContentError, LayoutError."""
    layout = queries.layout_of(batch)
    codes = queries.codes_of(batch, first, last)
    if way == "zpl":
        labels = zpl.printed(codes, layout, batch.words, stem=queries.stem(), dpi=batch.dpi)
        return "".join(labels).encode("ascii")
    sheet = layouts.a4(layout) if way == "a4" else layouts.roll(layout)
    return pdf.printed(
        codes,
        layout,
        batch.words,
        sheet,
        stem=queries.stem(),
        dpi=batch.dpi,
        title=f"Tem {batch.quota.lot}",
        start=min(start, sheet.per_page - 1),
    )
