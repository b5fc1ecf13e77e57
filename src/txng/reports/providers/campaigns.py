"""What was told to the public: by channel and by agency."""

from collections import Counter

from txng.outreach import queries as outreach
from txng.outreach.rules.campaigns import CHANNELS
from txng.parties import queries as parties
from txng.reports.providers import Asking, Provided, TableTold


def provide(asking: Asking) -> Provided:
    rows = outreach.evidence_of_year(asking.user, asking.year).rows
    rows = rows.filter(told_on__gte=asking.since, told_on__lte=asking.until)
    cells: Counter[tuple[str, str]] = Counter(
        rows.order_by().values_list("agency__code", "channel")
    )
    if not cells:
        return Provided(("Năm {year} chưa ghi nhận tin, bài hay hoạt động tuyên truyền nào.",))
    names = parties.named(asking.user, asking.until, {agency for agency, _channel in cells})
    channels = [code for code in CHANNELS if any(channel == code for _agency, channel in cells)]
    table = TableTold(
        "Hoạt động tuyên truyền theo cơ quan và kênh",
        ("Cơ quan", *(str(CHANNELS[code]) for code in channels), "Cộng"),
        [
            [
                names[agency].short,
                *(str(cells[agency, code]) for code in channels),
                str(sum(count for (of, _code), count in cells.items() if of == agency)),
            ]
            for agency in sorted({agency for agency, _channel in cells})
        ],
        tuple(range(1, len(channels) + 2)),
    )
    line = "Trong kỳ các cơ quan đã có {{plan.evidence}} lượt tin, bài, hoạt động tuyên truyền."
    return Provided((line,), (table,))
