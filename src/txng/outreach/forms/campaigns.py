"""What agencies type about campaigns and what they told."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.documents.attachments import MOST_BYTES
from txng.outreach.actions.campaigns import ActivityFacts, EvidenceFacts
from txng.outreach.forms.articles import audiences, group_choices
from txng.outreach.models import Activity
from txng.outreach.rules import LONGEST_CLAUSE, LONGEST_TITLE, articles
from txng.outreach.rules import campaigns as rules
from txng.parties.queries.agencies import NamedAgency
from txng.products.models import ProductGroup
from txng.ui import dates, fields

FILES = ".jpg,.jpeg,.png,.webp,.pdf"


def channels() -> list[tuple[str, str]]:
    return [(word, _(title)) for word, title in rules.CHANNELS.items()]


class CampaignForm(fields.Form):
    year = fields.NumberField(gettext_lazy("Năm"), whole=True, least=2019, most=2030)
    title = fields.TextField(gettext_lazy("Tên đợt"), longest=LONGEST_TITLE, wide=True)
    goal = fields.TextField(
        gettext_lazy("Mục tiêu"), longest=rules.LONGEST_GOAL, rows=3, wide=True, required=False
    )
    clause = fields.TextField(
        gettext_lazy("Điều khoản của Kế hoạch"), longest=LONGEST_CLAUSE, required=False,
        hint=gettext_lazy("Như II.1.a hoặc PL.1"),
    )  # fmt: skip


class _WithGroups(fields.Form):
    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        offered = [("", str(fields.NOTHING_CHOSEN)), *choices]
        self.fields[name].choices = offered  # type: ignore[attr-defined]


class ActivityForm(_WithGroups):
    agency = fields.ChoiceField(gettext_lazy("Cơ quan thực hiện"), choices=())
    channel = fields.ChoiceField(gettext_lazy("Kênh"), choices=channels)
    group = fields.ChoiceField(
        gettext_lazy("Nhóm sản phẩm"), choices=(), required=False,
        hint=gettext_lazy("Để trống: mọi nhóm"),
    )  # fmt: skip
    audience = fields.ChoiceField(
        gettext_lazy("Đối tượng"),
        choices=audiences,
        required=False,
        hint=gettext_lazy("Để trống: mọi người"),
    )
    starts_on = fields.DayField(gettext_lazy("Từ ngày"))
    ends_on = fields.DayField(gettext_lazy("Đến hết ngày"))
    planned = fields.NumberField(
        gettext_lazy("Số lần dự kiến"), whole=True, least=1, most=rules.MOST_PLANNED
    )
    note = fields.TextField(
        gettext_lazy("Ghi chú"), longest=rules.LONGEST_NOTE, rows=2, wide=True, required=False
    )

    def __init__(
        self, *args: Any, agencies: Sequence[NamedAgency], groups: Sequence[ProductGroup], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.offer("agency", [(one.agency.code, one.written) for one in agencies])
        self.offer("group", group_choices(groups))

    @property
    def facts(self) -> ActivityFacts:
        return ActivityFacts(**self.cleaned_data)


class EvidenceForm(_WithGroups):
    activity = fields.ChoiceField(
        gettext_lazy("Thuộc hoạt động"), choices=(), required=False,
        hint=gettext_lazy("Để trống khi làm ngoài kế hoạch"),
    )  # fmt: skip
    channel = fields.ChoiceField(gettext_lazy("Kênh"), choices=channels)
    title = fields.TextField(
        gettext_lazy("Tên tin bài hoặc hoạt động"), longest=LONGEST_TITLE, wide=True
    )
    outlet = fields.TextField(
        gettext_lazy("Nơi đăng hoặc nơi tổ chức"), longest=rules.LONGEST_OUTLET,
        hint=gettext_lazy("Như tên báo, chương trình, hội trường"),
    )  # fmt: skip
    told_on = fields.DayField(gettext_lazy("Ngày đăng hoặc ngày tổ chức"))
    link = fields.TextField(
        gettext_lazy("Liên kết"), longest=articles.LONGEST_ADDRESS, wide=True, required=False,
        hint=gettext_lazy("Hệ thống tự kiểm tra liên kết mỗi tuần và báo khi không còn mở được"),
    )  # fmt: skip
    reach = fields.NumberField(
        gettext_lazy("Số người tiếp cận"), whole=True, least=0, most=rules.MOST_REACH, required=False,
        hint=gettext_lazy("Để trống khi chưa rõ. Đừng ghi 0 thay cho chưa rõ"),
    )  # fmt: skip
    group = fields.ChoiceField(gettext_lazy("Nhóm sản phẩm"), choices=(), required=False)
    audience = fields.ChoiceField(gettext_lazy("Đối tượng"), choices=audiences, required=False)
    note = fields.TextField(
        gettext_lazy("Ghi chú"), longest=rules.LONGEST_NOTE, rows=2, wide=True, required=False
    )
    clip = fields.FileField(
        gettext_lazy("Ảnh chụp hoặc PDF của tin bài"),
        most_bytes=MOST_BYTES,
        kinds=FILES,
        required=False,
    )

    def __init__(
        self, *args: Any, activities: Sequence[Activity], groups: Sequence[ProductGroup], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.offer("activity", [(str(one.pk), _of(one)) for one in activities])
        self.offer("group", group_choices(groups))

    @property
    def facts(self) -> EvidenceFacts:
        told = {name: value for name, value in self.cleaned_data.items() if name != "clip"}
        told["activity"] = int(told["activity"]) if told["activity"] else None
        return EvidenceFacts(**told)


def _of(one: Activity) -> str:
    return _("%(campaign)s: %(channel)s, %(first)s – %(last)s") % {
        "campaign": one.campaign.title,
        "channel": one.get_channel_display(),
        "first": dates.written(one.starts_on, "vi"),
        "last": dates.written(one.ends_on, "vi"),
    }
