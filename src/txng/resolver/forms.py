"""What a person types about a link and about a host, as the values that the verbs take."""

from typing import Any

from django.utils.translation import gettext_lazy

from txng.resolver.actions.links import Content
from txng.resolver.link_types import curie_of
from txng.resolver.models import Link
from txng.resolver.models.links import LONGEST_HOST, LONGEST_HREF, LONGEST_TITLE
from txng.ui import fields

# the types that producers here need, of the eighty in GS1's vocabulary; any other is typed in full
TYPES = (
    ("gs1:pip", gettext_lazy("Trang sản phẩm")),
    ("gs1:certificationInfo", gettext_lazy("Chứng nhận")),
    ("gs1:traceability", gettext_lazy("Truy xuất nguồn gốc của doanh nghiệp")),
    ("gs1:instructions", gettext_lazy("Hướng dẫn sử dụng")),
    ("gs1:recipeInfo", gettext_lazy("Công thức nấu")),
    ("gs1:nutritionalInfo", gettext_lazy("Dinh dưỡng")),
    ("gs1:allergenInfo", gettext_lazy("Chất gây dị ứng")),
    ("gs1:safetyInfo", gettext_lazy("An toàn")),
    ("gs1:hasRetailers", gettext_lazy("Nơi bán")),
    ("gs1:productSustainabilityInfo", gettext_lazy("Phát triển bền vững")),
    ("gs1:whatsInTheBox", gettext_lazy("Trong hộp có gì")),
    ("gs1:quickStartGuide", gettext_lazy("Bắt đầu nhanh")),
    ("gs1:registryEntry", gettext_lazy("Mục trong sổ đăng ký")),
)
OTHER = "other"


class LinkForm(fields.Form):
    """Everything of a link but its code."""

    kind = fields.ChoiceField(
        gettext_lazy("Dẫn đến"), choices=(*TYPES, (OTHER, gettext_lazy("Loại khác…")))
    )
    other_kind = fields.TextField(
        gettext_lazy("Loại khác"), longest=200, required=False,
        hint=gettext_lazy("Chỉ khi chọn “Loại khác”: như gs1:faqs hoặc https://ref.gs1.org/voc/faqs"),
    )  # fmt: skip
    href = fields.TextField(
        gettext_lazy("Địa chỉ đích"), longest=LONGEST_HREF, wide=True,
        hint=gettext_lazy("https:// và tên miền đã duyệt. {10} được thay bằng số lô, {21} bằng số xê-ri"),
    )  # fmt: skip
    title = fields.TextField(
        gettext_lazy("Tiêu đề"), longest=LONGEST_TITLE, wide=True,
        hint=gettext_lazy("Người quét đọc dòng này, như: Cà phê Cầu Đất, trang của hợp tác xã"),
    )  # fmt: skip
    default = fields.ChoiceField(
        gettext_lazy("Khi quét mã"), radio=True, initial="no",
        choices=(
            ("no", gettext_lazy("Không mở thẳng: chỉ nằm trong danh sách liên kết")),
            ("yes", gettext_lazy("Mở thẳng địa chỉ này")),
            ("multi", gettext_lazy("Mở thẳng khi đúng ngôn ngữ hoặc kiểu nội dung dưới đây")),
        ),
    )  # fmt: skip
    hreflang = fields.TextField(
        gettext_lazy("Ngôn ngữ của trang"), longest=100, required=False,
        hint=gettext_lazy("Mã ngôn ngữ, cách nhau bằng dấu cách: vi en zh"),
    )  # fmt: skip
    media_type = fields.TextField(
        gettext_lazy("Kiểu nội dung"), longest=100, required=False,
        hint=gettext_lazy("Như text/html hoặc application/pdf"),
    )  # fmt: skip
    context = fields.TextField(
        gettext_lazy("Ngữ cảnh"), longest=200, required=False,
        hint=gettext_lazy("Chữ phân biệt do bạn đặt, cách nhau bằng dấu cách"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("kind") == OTHER and not told.get("other_kind"):
            self.refuse("other_kind", str(gettext_lazy("Nhập loại liên kết, như gs1:faqs.")))
        return told

    @property
    def content(self) -> Content:
        """Precondition: the form is valid."""
        told = self.cleaned_data
        return Content(
            told["other_kind"] if told["kind"] == OTHER else told["kind"],
            told["href"],
            told["title"],
            tuple(told["hreflang"].split()),
            told["media_type"],
            tuple(told["context"].split()),
            told["default"],
        )

    @staticmethod
    def initial_of(link: Link) -> dict[str, Any]:
        kind = curie_of(link.link_type)
        is_listed = kind in dict(TYPES)
        return {
            "kind": kind if is_listed else OTHER,
            "other_kind": "" if is_listed else kind,
            "href": link.href,
            "title": link.title,
            "default": link.default,
            "hreflang": " ".join(link.hreflang),
            "media_type": link.media_type,
            "context": " ".join(link.context),
        }


class NewLinkForm(LinkForm):
    field_order = ("code", "description")

    code = fields.TextField(
        gettext_lazy("Mã"), longest=200, wide=True,
        hint=gettext_lazy("Số dưới mã vạch, hoặc mã đầy đủ như (01)09506000134352(10)LO-1"),
    )  # fmt: skip
    description = fields.TextField(
        gettext_lazy("Tên gọi của mã"), longest=LONGEST_TITLE, required=False,
        hint=gettext_lazy("Như: Cà phê rang Cầu Đất 500 g"),
    )  # fmt: skip


class HostForm(fields.Form):
    host = fields.TextField(
        gettext_lazy("Tên miền"), longest=LONGEST_HOST,
        hint=gettext_lazy("Như trang.ten-mien.vn, không kèm https:// và đường dẫn"),
    )  # fmt: skip
    reason = fields.TextField(
        gettext_lazy("Dùng để làm gì"), longest=LONGEST_TITLE, required=False, wide=True,
        hint=gettext_lazy("Người duyệt đọc dòng này"),
    )  # fmt: skip


class ReasonForm(fields.Form):
    reason = fields.TextField(
        gettext_lazy("Lý do"), longest=LONGEST_TITLE, wide=True,
        hint=gettext_lazy("Đơn vị đề nghị đọc được dòng này"),
    )  # fmt: skip


class RangeForm(fields.Form):
    """What was printed, and a few of its codes that stand for all."""

    name = fields.TextField(gettext_lazy("Tên đợt in"), longest=LONGEST_TITLE)
    samples = fields.TextField(
        gettext_lazy("Mã mẫu"), longest=20 * LONGEST_HREF, rows=6,
        hint=gettext_lazy(
            "Mỗi dòng một địa chỉ đúng như in trên tem, nhiều nhất 20: mã đầu, mã cuối và vài mã giữa"
        ),
    )  # fmt: skip
    quantity = fields.NumberField(gettext_lazy("Số tem"), least=1, whole=True, required=False)
    printed_on = fields.DayField(gettext_lazy("Ngày in"), required=False)
