"""Product groups: a tree whose paths name every group above."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from txng.products.rules import groups as rules


class ProductGroup(models.Model):
    """A kind of product that a list can name: "nong-san/ca-phe/ca-phe-nhan/".

    A path names the group and all groups above it, so "under coffee" is a range of one index. Never
    deleted and never moved: lists of earlier years name it. `profile` is a product group of txng.trace
    ("coffee") or empty.
    """

    path = models.CharField(_("đường dẫn"), max_length=rules.LONGEST_PATH, unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children", verbose_name=_("thuộc nhóm")
    )  # fmt: skip
    name = models.CharField(_("tên"), max_length=rules.LONGEST_NAME)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=rules.LONGEST_NAME)
    sector = models.CharField(_("lĩnh vực"), max_length=20)
    profile = models.CharField(_("bộ thông tin"), max_length=40, blank=True)
    hs = models.CharField(_("mã HS"), max_length=8, blank=True)
    standard = models.CharField(_("tiêu chuẩn truy xuất"), max_length=60, blank=True)
    source = models.CharField(_("nguồn"), max_length=200)

    class Meta:
        verbose_name = _("nhóm sản phẩm")
        verbose_name_plural = _("nhóm sản phẩm")
        constraints = [
            models.CheckConstraint(
                condition=Q(path__endswith="/"), name="group_path_ends_with_slash"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(source=""), name="group_named_with_source"
            ),
            models.CheckConstraint(
                condition=Q(sector__in=rules.SECTORS), name="group_sector_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name if (get_language() or "vi").startswith("vi") else self.name_en

    @property
    def depth(self) -> int:
        """0 for a group at the top."""
        return self.path.count("/") - 1
