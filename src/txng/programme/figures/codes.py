"""Figures over codes and labels: prefixes, labels, lots that events tell of, links that open."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, overload

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from txng.accounts.actors import Actor
from txng.barcodes.queries import counting, labels, prefixes
from txng.gs1.digital_link import DigitalLink
from txng.programme.figures import Asked, Figure, Number, Row, Split
from txng.programme.figures.tables import (
    COUNTING,
    UNTOLD,
    Register,
    Rows_,
    during,
    is_of_today,
    last_day,
    recorded,
)
from txng.repository.queries import counting as repository
from txng.resolver import link_counts

LOTS_AT_ONCE: Final = 500


def _in_use(rows: Rows_, asked: Asked) -> Rows_:
    rows = recorded(rows, asked, "recorded_at")
    return rows.exclude(ended_on__lte=last_day(asked))


def _issued(rows: Rows_, asked: Asked) -> Rows_:
    return rows.filter(**during(asked, "issued_at"))


def _active(rows: Rows_, asked: Asked) -> Rows_:
    return _issued(rows, asked).filter(state__in=("commissioned", "shipped", "sold"))


def _batch(one: Any) -> Row:
    return Row(
        f"{one.pk:010d}",
        f"{one.quota.product_name} · {one.quota.lot}",
        reverse("barcodes:batch", args=[one.pk]),
        f"{one.enterprise.public_name} · {one.get_state_display()}",
        one.quantity,
    )


PREFIXES = Register(
    counted=lambda actor: counting.prefixes(actor, COUNTING),
    seen=prefixes.prefixes,
    of=_in_use,
    row=lambda one: Row(
        one.digits,
        one.digits,
        reverse("barcodes:prefix", args=[one.digits]),
        one.enterprise.public_name,
    ),
    order=("digits",),
)
BATCH: Any = {
    "counted": lambda actor: counting.batches(actor, COUNTING),
    "seen": labels.batches,
    "amount": "quantity",
    "is_sorted": True,  # they are found by their time, and come by their number
}
ISSUED = Register(of=_issued, row=_batch, **BATCH)
ACTIVE = Register(of=_active, row=_batch, **BATCH)


# --- lots ------------------------------------------------------------------------------------------

LOTS = Register(
    counted=lambda actor: counting.lots(actor, COUNTING),
    seen=labels.quotas,
    of=lambda rows, asked: rows.filter(**during(asked, "declared_at")),
    row=lambda one: Row(
        f"{one.pk:010d}",
        f"{one.product_name} · {one.lot}",
        reverse("barcodes:lot", args=[one.pk]),
        one.enterprise.public_name,
    ),
)


class Sifted(Sequence[Row]):
    """Rows of a query of lots of which `known` are looked at, a part of them at a time: a slice reads as far
    as it has to, and whole records of its page alone."""

    def __init__(
        self, lots: Rows_, known: Callable[[Any], set[int]], row: Callable[[Any], Row]
    ) -> None:
        self._lots, self._known, self._row = lots, known, row

    def __len__(self) -> int:
        return sum(1 for _number in self._numbers())

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            wanted = list(islice(self._numbers(), place.start, place.stop, place.step))
            return [self._row(one) for one in self._lots.filter(pk__in=wanted)]
        return self[place : place + 1][0]

    def __iter__(self) -> Iterator[Row]:
        numbers = self._numbers()
        while part := list(islice(numbers, LOTS_AT_ONCE)):
            yield from (self._row(one) for one in self._lots.filter(pk__in=part))

    def _numbers(self) -> Iterator[int]:
        lots = iter(self._lots.values_list("pk", "gtin", "lot").iterator(LOTS_AT_ONCE))
        while part := list(islice(lots, LOTS_AT_ONCE)):
            known = self._known(part)
            yield from (number for number, _gtin, _lot in part if number in known)


class Traced:
    """Lots of `LOTS` that some event names: the register is asked for their codes, the event store for
    which of these codes it knows."""

    def count(self, actor: Actor, asked: Asked) -> Number:
        if LOTS.count(actor, asked) is None:
            return None
        return sum(self._by(actor, asked, "enterprise__commune_code").values())

    def rows(self, actor: Actor, asked: Asked) -> Sequence[Row]:
        found = LOTS.read(actor, asked)
        if found is None:
            return ()
        return Sifted(found, lambda lots: self._known(actor, lots), LOTS.row)

    @property
    def split(self) -> dict[str, Split]:
        return {
            "commune": lambda actor, asked: self._by(actor, asked, "enterprise__commune_code"),
            "sector": lambda actor, asked: self._by(actor, asked, "enterprise__sector"),
        }

    def _by(self, actor: Actor, asked: Asked, column: str) -> Mapping[str, int]:
        rows = LOTS.among(actor, asked)
        if rows is None:
            return {}
        told = list(rows.order_by().values_list("pk", "gtin", "lot", column))
        known = self._known(actor, (one[:3] for one in told))
        found: dict[str, int] = {}
        for number, _gtin, _lot, word in told:
            if number in known:
                found[word or UNTOLD] = found.get(word or UNTOLD, 0) + 1
        return found

    def _known(self, actor: Actor, lots: Any) -> set[int]:
        names = {
            number: DigitalLink("01", gtin, (("10", lot),)).canonical for number, gtin, lot in lots
        }
        known = repository.told_of(actor, set(names.values()))
        return {number for number, name in names.items() if name in known}


TRACED = Traced()


# --- links -----------------------------------------------------------------------------------------


def _watched(rows: Rows_, asked: Asked) -> Rows_ | None:
    return rows.filter(last_verdict__isnull=False) if is_of_today(asked) else None


def _alive(rows: Rows_, asked: Asked) -> Rows_ | None:
    return rows.filter(last_verdict="ok") if is_of_today(asked) else None


LINK: Any = {
    "counted": lambda actor: link_counts.links(actor, COUNTING),
    "seen": link_counts.seen,
    "row": lambda one: Row(
        f"{one.pk:010d}", one.path, reverse("resolver:link", args=[one.pk]), one.title
    ),
    "commune": "key__organisation__enterprise__commune_code",
    "sector": "key__organisation__enterprise__sector",
    "maker": "key__organisation__enterprise",
}
WATCHED = Register(of=_watched, **LINK)
ALIVE = Register(of=_alive, **LINK)

FIGURES = (
    Figure(
        code="codes.prefixes",
        title=_("Mã doanh nghiệp GS1"),
        unit=_("mã"),
        definition=_(
            "Số mã doanh nghiệp GS1 đã ghi vào sổ và chưa thôi dùng đến hết ngày tính; mã mà cơ sở"
            " chưa khai ở đây không tính."
        ),
        count=PREFIXES.count,
        rows=PREFIXES.rows,
        clauses=("II.4.a", "II.6.b"),
        split=PREFIXES.split,
    ),
    Figure(
        code="labels.issued",
        title=_("Tem đã tạo"),
        unit=_("tem"),
        definition=_(
            "Tổng số tem của các lô tem tạo trong kỳ trên hệ thống này; tem in ở nơi khác không tính."
        ),
        count=ISSUED.count,
        rows=ISSUED.rows,
        clauses=("II.6.c",),
        split=ISSUED.split,
    ),
    Figure(
        code="labels.active",
        title=_("Tem đã kích hoạt"),
        unit=_("tem"),
        definition=_(
            "Tổng số tem của các lô tem tạo trong kỳ mà nay đã kích hoạt, đã xuất hoặc đã bán; tem lẻ"
            " bị hủy sau khi kích hoạt vẫn tính."
        ),
        count=ACTIVE.count,
        rows=ACTIVE.rows,
        clauses=("II.6.c",),
        split=ACTIVE.split,
    ),
    Figure(
        code="lots.declared",
        title=_("Lô hàng đã khai"),
        unit=_("lô"),
        definition=_("Số lô hàng mà cơ sở khai trong kỳ ở sổ lô hàng để được in tem."),
        count=LOTS.count,
        rows=LOTS.rows,
        clauses=("II.6.c",),
        split=LOTS.split,
    ),
    Figure(
        code="lots.traced",
        title=_("Lô hàng truy xuất được"),
        unit=_("lô"),
        definition=_(
            "Số lô hàng khai trong kỳ ở sổ lô hàng mà có ít nhất một sự kiện đã ghi nói đến; lô chỉ có"
            " sự kiện và không khai ở sổ thì không tính."
        ),
        count=TRACED.count,
        rows=TRACED.rows,
        clauses=("II.3.b", "II.6.c", "PL.5"),
        split=TRACED.split,
    ),
    Figure(
        code="codes.watched",
        title=_("Mã được theo dõi"),
        unit=_("liên kết"),
        definition=_(
            "Số liên kết của mã đang có hiệu lực đã được kiểm tra ít nhất một lần; liên kết chưa kiểm"
            " tra lần nào không tính, và chỉ biết của hôm nay."
        ),
        count=WATCHED.count,
        rows=WATCHED.rows,
        clauses=("II.3.a",),
        split=WATCHED.split,
    ),
    Figure(
        code="codes.alive",
        title=_("Mã còn sống"),
        unit=_("liên kết"),
        definition=_(
            "Số liên kết của mã đang có hiệu lực mà lần kiểm tra gần nhất mở được trang đích; chỉ biết"
            " của hôm nay."
        ),
        count=ALIVE.count,
        rows=ALIVE.rows,
        clauses=("II.3.a",),
        split=ALIVE.split,
    ),
)
