"""Verbs of product groups: put in the shipped tree, define one more."""

from django.db import transaction
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.products.errors import FactsRefusedError, NotAllowedError
from txng.products.models import ProductGroup
from txng.products.queries import reach
from txng.products.rules import groups as rules


@transaction.atomic
def put_in_packaged_groups(*, by: Actor) -> int:
    """How many groups are new. What an officer wrote about a group stays."""
    known = dict(ProductGroup.objects.values_list("path", "pk"))
    new = 0
    for one in rules.shipped():
        if one.path in known:
            continue
        created = ProductGroup.objects.create(
            path=one.path,
            parent_id=known.get(rules.parent_of(one.path)),
            name=one.name,
            name_en=one.name_en,
            sector=one.sector,
            profile=one.profile,
            hs=one.hs,
            standard=one.standard,
            source=one.source,
        )
        known[one.path] = created.pk
        new += 1
    if new:
        journal.record(by, "groups.put_in", ("products.productgroup", "packaged"), count=new)
    return new


@transaction.atomic
def define_group(
    *,
    by: Actor,
    parent: ProductGroup | None,
    slug: str,
    name: str,
    name_en: str,
    sector: str,
    source: str,
) -> ProductGroup:
    """A new group under `parent`. Raises NotAllowedError, FactsRefusedError."""
    if not reach.reaches_province(by, "products.keep_marks", sector):
        raise NotAllowedError(_("Tài khoản này chưa được giao ghi nhóm sản phẩm của lĩnh vực đó."))
    path = f"{parent.path if parent else ''}{slug}/"
    if not rules.is_path(path):
        raise FactsRefusedError(
            _("Mã nhóm chỉ gồm chữ thường không dấu, chữ số và gạch nối; nhận được “%(got)s”.")
            % {"got": slug[:60]},
            "slug",
        )
    name, source = name.strip(), source.strip()
    for field, told in (("name", name), ("source", source)):
        if not told:
            raise FactsRefusedError(_("Nhập tên nhóm và nguồn: vì sao có nhóm này."), field)
    if ProductGroup.objects.filter(path=path).exists():
        raise FactsRefusedError(_("Đã có nhóm “%(path)s”.") % {"path": path}, "slug")
    group = ProductGroup.objects.create(
        path=path,
        parent=parent,
        name=name,
        name_en=name_en or name,
        sector=sector,
        profile=parent.profile if parent else "",
        standard=parent.standard if parent else "",
        source=source,
    )
    journal.record(by, "group.defined", group, path=path)
    return group
