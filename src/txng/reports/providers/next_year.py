"""What is planned for the year after: tasks that run then, and classes people asked for."""

from txng.programme import queries as programme
from txng.reports.providers import Asking, Provided


def provide(asking: Asking) -> Provided:
    rows = [one for one in programme.progress(asking.user, asking.year + 1) if one.clause]
    if not rows:
        return Provided(("Năm {next} không còn nhiệm vụ nào của phụ lục Kế hoạch.",))
    lines = ["Năm {next} tiếp tục các nhiệm vụ của phụ lục Kế hoạch:"]
    lines += [f"- {one.clause.title} ({one.clause.id});" for one in rows]
    return Provided(tuple(lines))
