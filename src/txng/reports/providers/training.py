"""Who was trained: by kind, class by class, and what people asked for."""

from txng.reports.providers import Asking, Provided, TableTold
from txng.training import queries as training
from txng.training.words import KINDS
from txng.ui.dates import written


def provide(asking: Asking) -> Provided:
    """Nothing is said where no class ended: the outline's own line tells that."""
    told = training.trained(asking.user, asking.since, asking.until)
    tables = []
    if told.by_kind:
        tables.append(
            TableTold(
                "Lượt người được đào tạo theo loại người học",
                ("Loại người học", "Lượt người"),
                [[str(KINDS.get(kind, kind)), str(count)] for kind, count in told.by_kind.items()],
                (1,),
            )
        )
    classes = [
        one
        for one in training.classes_of_year(asking.user, asking.year)
        if one.ends_on is not None and asking.since <= one.ends_on <= asking.until
    ]
    if classes:
        tables.append(
            TableTold(
                "Các lớp kết thúc trong kỳ",
                ("Lớp", "Kết thúc", "Đăng ký", "Dự đủ buổi"),
                [
                    [
                        one.title,
                        "" if one.ends_on is None else written(one.ends_on, "vi"),
                        str(one.learner_count),  # type: ignore[attr-defined]  # annotated
                        str(one.trained_count),  # type: ignore[attr-defined]
                    ]
                    for one in classes
                ],
                (2, 3),
            )
        )  # fmt: skip
    needs = training.needs_of_year(asking.user, asking.year)
    if needs.people:
        tables.append(
            TableTold(
                "Nhu cầu đào tạo đã đăng ký theo loại người học",
                ("Loại người học", "Số người"),
                [[str(KINDS.get(kind, kind)), str(count)] for kind, count in needs.by_kind.items()],
                (1,),
            )
        )
    return Provided((), tuple(tables))
