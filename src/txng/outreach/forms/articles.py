"""What authors and reviewers type."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.documents.attachments import MOST_BYTES
from txng.outreach.actions.articles import ArticleFacts
from txng.outreach.rules import AUDIENCES, LONGEST_CLAUSE, LONGEST_REASON, LONGEST_TITLE, markup
from txng.outreach.rules import articles as rules
from txng.products.models import ProductGroup
from txng.ui import fields

PICTURES = ".jpg,.jpeg,.png,.webp"


def group_choices(groups: Sequence[ProductGroup]) -> list[tuple[str, str]]:
    """In the order of the tree, deeper ones moved in."""
    return [(one.path, "\u2003" * one.depth + str(one)) for one in groups]


def audiences() -> list[tuple[str, str]]:
    return [(word, _(title)) for word, title in AUDIENCES.items()]


BRIEF: Final = {"summary": "brief", "summary_en": "brief_en"}
NAMES: Final = tuple(BRIEF.get(name, name) for name in ArticleFacts.__dataclass_fields__)


def as_facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Names of the form as those of the article."""
    back = {ours: theirs for theirs, ours in BRIEF.items()}
    return {back.get(name, name): value for name, value in values.items()}


def as_typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Names of the article as those of the form."""
    return {BRIEF.get(name, name): value for name, value in values.items()}


class ArticleForm(fields.Form):
    title = fields.TextField(gettext_lazy("Đầu đề"), longest=LONGEST_TITLE, wide=True)
    # not "summary": a template would take the field for the summary of errors
    brief = fields.TextField(
        gettext_lazy("Tóm tắt"), longest=rules.LONGEST_SUMMARY, rows=2, wide=True, required=False,
        hint=gettext_lazy("Một hai câu, hiện trong danh sách tin. Cần có trước khi gửi duyệt."),
    )  # fmt: skip
    body = fields.TextField(
        gettext_lazy("Bài"), longest=markup.LONGEST_BODY, rows=18, wide=True, required=False,
        hint=gettext_lazy(
            "Dòng trống ngăn các đoạn. “## ” là đầu đề nhỏ, “- ” là gạch đầu dòng, “1. ” là bước,"
            " **đậm**, [lời](https://địa-chỉ), [hình 1: lời chú] trên một dòng riêng."
        ),
    )  # fmt: skip
    video = fields.TextField(
        gettext_lazy("Liên kết video"), longest=rules.LONGEST_ADDRESS, wide=True, required=False,
        hint=gettext_lazy("Địa chỉ đầy đủ, bắt đầu bằng https://"),
    )  # fmt: skip
    transcript = fields.TextField(
        gettext_lazy("Lời thoại hoặc lời tả của video"), longest=rules.LONGEST_TRANSCRIPT, rows=5,
        wide=True, required=False,
        hint=gettext_lazy("Cần có khi có video, cho người không nghe hoặc không xem được."),
    )  # fmt: skip
    group = fields.ChoiceField(gettext_lazy("Nhóm sản phẩm"), choices=(), required=False)
    audience = fields.ChoiceField(gettext_lazy("Dành cho"), choices=audiences, required=False)
    clause = fields.TextField(
        gettext_lazy("Điều khoản của Kế hoạch"), longest=LONGEST_CLAUSE, required=False,
        hint=gettext_lazy("Như II.1.a hoặc PL.1"),
    )  # fmt: skip
    title_en = fields.TextField(
        gettext_lazy("Đầu đề tiếng Anh"), longest=LONGEST_TITLE, wide=True, required=False
    )
    brief_en = fields.TextField(
        gettext_lazy("Tóm tắt tiếng Anh"), longest=rules.LONGEST_SUMMARY, rows=2, wide=True,
        required=False,
    )  # fmt: skip
    body_en = fields.TextField(
        gettext_lazy("Bài tiếng Anh"),
        longest=markup.LONGEST_BODY,
        rows=8,
        wide=True,
        required=False,
    )

    def __init__(self, *args: Any, groups: Sequence[ProductGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", str(fields.NOTHING_CHOSEN)), *group_choices(groups)]
        self.fields["group"].choices = offered  # type: ignore[attr-defined]

    @property
    def facts(self) -> ArticleFacts:
        return ArticleFacts(**as_facts({name: self.cleaned_data[name] for name in NAMES}))


class NewArticleForm(ArticleForm):
    kind = fields.ChoiceField(gettext_lazy("Loại bài"), choices=(), radio=True)

    field_order = ("kind",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (word, _(title)) for word, title in rules.KINDS.items()
        ]


class PictureForm(fields.Form):
    file = fields.FileField(
        gettext_lazy("Tệp ảnh"), most_bytes=MOST_BYTES, kinds=PICTURES,
        hint=gettext_lazy("JPEG, PNG hoặc WebP, nhiều nhất 15 MB. Vị trí và thông tin máy trong ảnh bị xóa."),
    )  # fmt: skip
    alt = fields.TextField(
        gettext_lazy("Lời tả hình"), longest=rules.LONGEST_ALT, wide=True, required=False,
        hint=gettext_lazy("Nói hình cho thấy gì, cho người không nhìn thấy. Cần có trước khi gửi duyệt."),
    )  # fmt: skip
    alt_en = fields.TextField(
        gettext_lazy("Lời tả tiếng Anh"), longest=rules.LONGEST_ALT, wide=True, required=False
    )
    credit = fields.TextField(gettext_lazy("Ảnh của ai"), longest=rules.LONGEST_ALT, required=False)


class AltForm(fields.Form):
    alt = fields.TextField(
        gettext_lazy("Lời tả hình"), longest=rules.LONGEST_ALT, wide=True, required=False,
        hint=gettext_lazy("Nói hình cho thấy gì, cho người không nhìn thấy."),
    )  # fmt: skip
    alt_en = fields.TextField(
        gettext_lazy("Lời tả tiếng Anh"), longest=rules.LONGEST_ALT, wide=True, required=False
    )
    credit = fields.TextField(gettext_lazy("Ảnh của ai"), longest=rules.LONGEST_ALT, required=False)


class ReasonForm(fields.Form):
    reason = fields.TextField(
        gettext_lazy("Lý do"), longest=LONGEST_REASON, rows=3, wide=True,
        hint=gettext_lazy("Một câu để người khác biết cần làm gì"),
    )  # fmt: skip


class ApproveForm(fields.Form):
    publish_on = fields.DayField(
        gettext_lazy("Ngày đăng"), required=False,
        hint=gettext_lazy("Để trống thì đăng ngay. Ngày/tháng/năm, như 05/03/2026"),
    )  # fmt: skip
    publish_time = fields.TextField(
        gettext_lazy("Giờ đăng"),
        longest=5,
        required=False,
        hint=gettext_lazy("Như 07:30; để trống là 08:00"),
    )

    def clean_publish_time(self) -> time | None:
        typed: str = self.cleaned_data["publish_time"]
        if not typed:
            return None
        try:
            return time.fromisoformat(typed.replace("g", ":").zfill(5))
        except ValueError:
            raise ValidationError(
                _("Cần giờ và phút như 07:30; nhận được “%(got)s”.") % {"got": typed}
            ) from None

    @property
    def publish_at(self) -> datetime | None:
        day = self.cleaned_data.get("publish_on")
        if day is None:
            return None
        at = self.cleaned_data.get("publish_time") or time(8)
        return timezone.make_aware(datetime.combine(day, at))
