"""Questions about product groups: a small table that everybody may read."""

from collections.abc import Mapping
from typing import Final

from django.db.models import BigIntegerField, ExpressionWrapper, F, Q
from django.db.models.lookups import In

from txng.products.models import ProductGroup, TradeItem

FEW: Final = 20_000  # trade items: gathered from the index and sorted in no time


def groups(user: object) -> list[ProductGroup]:
    """The whole tree, parents before children."""
    return list(ProductGroup.objects.order_by("path"))


def group_at(user: object, path: str) -> ProductGroup | None:
    return ProductGroup.objects.filter(path=path).first()


def numbers() -> dict[str, int]:
    """Path -> number, of the whole tree."""
    return dict(ProductGroup.objects.values_list("path", "pk"))


def ids_under(above: str, known: Mapping[str, int] | None = None) -> set[int]:
    """Numbers of the group at this path and of all under it; whoever asks often has `numbers` read."""
    rows = numbers() if known is None else known
    return {number for path, number in rows.items() if path.startswith(above)}


def under(path: str, known: Mapping[str, int] | None = None) -> Q:
    """A condition on trade items: of the group at this path or of one under it.

    Where they are many it is written so that no index serves it: of two fifths of the register both
    databases would else gather and sort two hundred thousand rows to show fifty, or meet one commune's
    among them one by one.
    """
    numbers_ = sorted(ids_under(path, known))
    held = TradeItem.objects.filter(group__in=numbers_).order_by().values("pk")
    if held[: FEW + 1].count() <= FEW:
        return Q(group__in=numbers_)
    return Q(In(ExpressionWrapper(F("group_id") + 0, BigIntegerField()), numbers_))
