"""Questions about product groups: a small table that everybody may read."""

from collections.abc import Mapping

from txng.products.models import ProductGroup


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
