"""Difficulties that agencies sent to the standing agency, what was answered, what waits for a decision."""

from txng.outreach import queries as outreach
from txng.parties import queries as parties
from txng.reports.providers import Asking, Provided, TableTold

LINE = (
    "Trong năm các cơ quan gửi {{plan.difficulties}} khó khăn, vướng mắc; đã trả lời"
    " {{plan.difficulties_answered}}."
)
LONGEST = 200


def provide(asking: Asking) -> Provided:
    told = outreach.difficulties_of_year(asking.user, asking.until.year)
    if not told.rows:
        return Provided(("Năm {year} chưa ghi nhận khó khăn, vướng mắc nào do các cơ quan gửi.",))
    codes = {one.asked_by_agency.code for one in told.rows if one.asked_by_agency is not None}
    names = parties.named(asking.user, asking.until, codes)
    cells = [
        [
            one.clause or "chưa ghi",
            one.title,
            names[one.asked_by_agency.code].short if one.asked_by_agency else "",
            one.get_state_display(),
            _short(one.decision or one.wish),
        ]
        for one in told.rows
    ]
    head = (
        "Khoản",
        "Khó khăn, vướng mắc",
        "Cơ quan gửi",
        "Trạng thái",
        "Kiến nghị hoặc quyết định",
    )
    return Provided((LINE,), (TableTold("Khó khăn, vướng mắc trong năm", head, cells),))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]}…"
