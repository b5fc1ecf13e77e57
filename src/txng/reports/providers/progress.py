"""How far the tasks of the appendix are: one line for the section of a task, a table for all of them."""

from django.utils import timezone

from txng.programme import queries as programme
from txng.programme.rules import tasks as rules
from txng.reports.providers import Asking, Provided, Sourced, TableTold
from txng.ui.dates import written


def provide(asking: Asking) -> Provided:
    day = min(asking.until, timezone.localdate())
    rows = programme.progress(asking.user, asking.until.year, day)
    if not any(clause.startswith("PL.") for clause in asking.clauses):
        return Provided(tables=(_table(rows),) if any(one.task for one in rows) else ())
    lines: list[str | Sourced] = []
    for one in rows:
        if one.clause.id in asking.clauses:
            lines += _told(one)
    if not lines:
        lines = ["Nhiệm vụ này không có thời gian thực hiện trong năm {year}."]
    return Provided(lines)


def _told(one: programme.Progress) -> list[str | Sourced]:
    if one.task is None or (
        one.reported_on is None and one.state in (rules.UNKNOWN, rules.PLANNED)
    ):
        untold = "Năm {year} chưa ghi nhận báo cáo tiến độ nào của nhiệm vụ này."
        return [untold, *_of_many(one)]
    state = str(rules.STATES.get(one.state, one.state)).lower()
    day = written(one.reported_on, "vi") if one.reported_on is not None else "chưa rõ ngày"
    source = f"Báo cáo tiến độ nhiệm vụ {one.clause.id}, {day}"
    share = "" if one.percent is None else f", đạt {one.percent}%"
    told: list[str | Sourced] = [Sourced(f"Tiến độ đến ngày chốt số liệu: {state}{share}.", source)]
    if one.note.strip():
        told.append(Sourced(one.note.strip(), source))
    if one.waiting:
        told.append(f"Chưa xác nhận phần phối hợp: {', '.join(one.waiting)}.")
    return [*told, *_of_many(one)]


def _of_many(one: programme.Progress) -> list[str | Sourced]:
    """A sentence for each group of which somebody has answered."""
    told: list[str | Sourced] = []
    source = f"Trả lời của từng đơn vị về phần việc trong nhiệm vụ {one.clause.id}"
    for group in one.of_many:
        found = group.counted
        if not found.confirmed and not found.refused:
            continue
        words = (
            f"{group.name}: {found.confirmed} trên {found.many} đơn vị đã làm phần việc của mình"
        )
        if found.refused:
            words += f", {found.refused} đơn vị chưa làm được"
        if found.waiting:
            words += f", {found.waiting} đơn vị chưa trả lời"
        told.append(Sourced(f"{words}.", source))
    return told


def _table(rows: list[programme.Progress]) -> TableTold:
    cells = []
    for one in rows:
        state = str(rules.STATES.get(one.state, one.state)) if one.task else "Chưa giao"
        cells.append(
            [
                one.clause.id,
                one.task.title if one.task else one.clause.title,
                ", ".join(one.leading) or "chưa rõ",
                state,
                "chưa rõ" if one.percent is None else f"{one.percent}%",
                written(one.reported_on, "vi") if one.reported_on else "chưa báo cáo",
            ]
        )
    head = ("Khoản", "Nhiệm vụ", "Chủ trì", "Trạng thái", "Tiến độ", "Báo cáo gần nhất")
    return TableTold("Tiến độ các nhiệm vụ của phụ lục", head, cells, (4,))
