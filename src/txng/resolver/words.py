"""What steps and elements are called on the scan page.

Steps have the same words as everywhere (repository/wording/steps.py).
"""

from django.utils.translation import gettext_lazy as _

from txng.repository.wording.steps import ACTIVITIES, BIZ_STEPS, step_title

__all__ = ["ACTIVITIES", "BIZ_STEPS", "element_name", "step_title"]

ELEMENTS = {  # the ten of circular 02/2024, by the ids of trace/profiles/completeness
    "product_name": _("tên sản phẩm"),
    "product_image": _("hình ảnh sản phẩm"),
    "unit_name": _("tên cơ sở sản xuất, kinh doanh"),
    "unit_address": _("địa chỉ cơ sở"),
    "stages": _("mã, nơi và giờ của mỗi công đoạn"),
    "time": _("thời gian sản xuất"),
    "trace_code": _("mã truy vết"),
    "brand": _("nhãn hiệu hoặc số xê-ri"),
    "shelf_life": _("hạn dùng"),
    "standards": _("tiêu chuẩn áp dụng"),
}


def element_name(identity: str, vietnamese: str) -> str:
    """An element in the reader's language; one that we have no words for as the profile names it."""
    return str(ELEMENTS.get(identity, vietnamese))
