"""Topics of research that ran or were accepted in the year."""

from txng.awards.queries import years as awards
from txng.reports.providers import Asking, Provided, TableTold

LINE = (
    "Trong kỳ có {{awards.topics_running}} đề tài, dự án, nhiệm vụ đang thực hiện và"
    " {{awards.topics_accepted}} đề tài, dự án, nhiệm vụ được nghiệm thu."
)


def provide(asking: Asking) -> Provided:
    rows = awards.topics_of_year(asking.user, asking.until.year)
    if not rows:
        return Provided(("Năm {year} chưa ghi nhận đề tài, dự án nào về truy xuất nguồn gốc.",))
    cells = [
        [one.title, one.organisation, ", ".join(one.technologies) or "chưa ghi", one.state]
        for one in rows
    ]
    head = ("Đề tài, dự án", "Tổ chức chủ trì", "Công nghệ", "Trạng thái")
    return Provided((LINE,), (TableTold("Đề tài, dự án trong năm", head, cells),))
