"""Official papers of the asker's own body that got their number in the period."""

from txng.documents import queries as documents
from txng.documents.rules import papers as rules
from txng.reports.providers import Asking, Provided, Sourced
from txng.ui.dates import written


def provide(asking: Asking) -> Provided:
    rows = documents.papers(asking.user).filter(
        state=rules.ISSUED, issued_on__gte=asking.since, issued_on__lte=asking.until
    )
    found = list(rows.order_by("issued_on", "pk"))
    if not found:
        return Provided(("Năm {year} hệ thống chưa ghi nhận văn bản chỉ đạo nào được ban hành.",))
    lines: list[str | Sourced] = ["Các văn bản đã ban hành trong kỳ:"]
    lines += [
        Sourced(
            f"- {one.kind_words.capitalize() or 'Công văn'} số {one.written_number}"
            f" ngày {written(one.issued_on, 'vi')}: {one.about};",
            f"Trích yếu văn bản số {one.written_number} trong sổ văn bản",
        )
        for one in found
        if one.issued_on is not None
    ]
    return Provided(tuple(lines))
