"""Questions about product groups: a small table that everybody may read."""

from collections.abc import Collection

from txng.products.models import ProductGroup


def groups(user: object) -> list[ProductGroup]:
    """The whole tree, parents before children."""
    return list(ProductGroup.objects.order_by("path"))


def group_at(user: object, path: str) -> ProductGroup | None:
    return ProductGroup.objects.filter(path=path).first()


def ids_under(paths: Collection[str]) -> set[int]:
    """Numbers of the groups at and under these paths."""
    if not paths:
        return set()
    rows = ProductGroup.objects.values_list("pk", "path")
    return {number for number, path in rows if any(path.startswith(above) for above in paths)}


def has_groups() -> bool:
    return ProductGroup.objects.exists()
