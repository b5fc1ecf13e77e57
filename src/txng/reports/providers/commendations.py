"""Who is proposed for commendation this year, and who was commended."""

from txng.awards.queries import years as awards
from txng.reports.providers import Asking, Provided, TableTold


def provide(asking: Asking) -> Provided:
    rows = awards.commendations_of_year(asking.user, asking.until.year)
    if not rows:
        return Provided(("Năm {year} chưa có đề nghị khen thưởng nào trong sổ khen thưởng.",))
    cells = [[one.name, one.whom, one.form, one.merits, one.state] for one in rows]
    head = ("Tập thể, cá nhân", "Đối tượng", "Hình thức", "Thành tích", "Trạng thái")
    told = "Đề nghị Ủy ban nhân dân tỉnh xem xét khen thưởng các tập thể, cá nhân theo bảng sau."
    return Provided((told,), (TableTold("Đề nghị khen thưởng", head, cells),))
