"""Sentences for checklists, assessments and declarations, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.certification import words as certificate_words
from txng.certification.models import Assessment, Criterion, Declaration
from txng.certification.queries.declarations import Resting
from txng.certification.rules import checklists as rules
from txng.certification.rules import declarations, observed
from txng.certification.rules.observed import Observed
from txng.ui import lists

PROPOSAL: Final = gettext_lazy(
    "Lời của các tiêu chí do hệ thống này đề xuất, viết theo chủ đề đã công bố của tiêu chuẩn; đây không phải"
    " nguyên văn tiêu chuẩn. Cơ quan đối chiếu với bản in trước khi dùng làm căn cứ."
)
STANDINGS: Final[Mapping[str, str | Promise]] = {
    rules.DRAFT: gettext_lazy("Đang soạn"),
    rules.DROPPED: gettext_lazy("Đã bỏ"),
    rules.WAITS: gettext_lazy("Chờ đến ngày"),
    rules.HOLDS: gettext_lazy("Đang có hiệu lực"),
    rules.REPLACED: gettext_lazy("Đã có bản thay"),
}
STANDING_MARKS: Final[Mapping[str, lists.Mark]] = {
    rules.DRAFT: "info", rules.WAITS: "info", rules.HOLDS: "good",
}  # fmt: skip
FACTS: Final[Mapping[str, str | Promise]] = {
    observed.ENTRY: gettext_lazy("Hồ sơ cơ sở có địa chỉ và mã số"),
    observed.SITE: gettext_lazy("Có địa điểm trong sổ"),
    observed.GLN: gettext_lazy("Có mã GLN"),
    observed.ITEMS: gettext_lazy("Có sản phẩm trong sổ"),
    observed.GTIN: gettext_lazy("Mọi sản phẩm có GTIN"),
    observed.ELEMENTS: gettext_lazy("Mọi sản phẩm đủ phần tử của Thông tư 02/2024"),
    observed.PLOTS: gettext_lazy("Mọi thửa đã đo ranh"),
    observed.CONTACT: gettext_lazy("Có người liên hệ và điện thoại"),
}
DECLARATION_STATES: Final[Mapping[str, str | Promise]] = {
    **{state.value: state.label for state in Declaration.State},
    declarations.EXPIRED: gettext_lazy("Hết hạn"),
}
DECLARATION_MARKS: Final[Mapping[str, lists.Mark]] = {
    declarations.DECLARED: "info", declarations.RECEIVED: "good", declarations.RETURNED: "warn",
    declarations.EXPIRED: "warn", declarations.ENDED: "stop",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What the registers say of a criterion: a sentence, and the page where it is changed."""

    holds: bool
    sentence: str
    address: str
    link: str

    @property
    def mark(self) -> lists.Mark:
        return "good" if self.holds else "warn"


def of_order(problem: str) -> str:
    if problem == "empty":
        return _("Bản này chưa có phần nào. Thêm phần và tiêu chí trước khi ban hành.")
    return _("Có phần chưa có tiêu chí nào. Thêm tiêu chí, hoặc gỡ phần đó.")


def seen(one: Observed, enterprise_code: str) -> Seen:
    """`enterprise_code` is that of the entry whose registers were looked at."""
    count = {"done": one.done, "all": one.all}
    entry = reverse("parties:enterprise", args=[enterprise_code])
    items = reverse("products:trade_items")
    if one.key == observed.ENTRY:
        told = (
            _("hồ sơ cơ sở đã có địa chỉ và mã số thuế hoặc GLN.")
            if one.holds
            else _("hồ sơ cơ sở còn thiếu địa chỉ, hoặc cả mã số thuế và GLN.")
        )
        return Seen(one.holds, told, entry, _("Mở hồ sơ cơ sở"))
    if one.key == observed.SITE:
        told = (
            _("%(all)d địa điểm đang mở trong sổ.") % count
            if one.holds
            else _("chưa có địa điểm nào trong sổ.")
        )
        return Seen(one.holds, told, entry, _("Mở hồ sơ cơ sở"))
    if one.key == observed.GLN:
        told = (
            _("đã ghi mã GLN của cơ sở hoặc của địa điểm.")
            if one.holds
            else _("chưa có mã GLN nào trong sổ.")
        )
        return Seen(one.holds, told, entry, _("Mở hồ sơ cơ sở"))
    if one.key == observed.CONTACT:
        told = (
            _("hồ sơ đã có người liên hệ và điện thoại.")
            if one.holds
            else _("hồ sơ còn thiếu người liên hệ hoặc điện thoại.")
        )
        return Seen(one.holds, told, entry, _("Mở hồ sơ cơ sở"))
    if one.key == observed.PLOTS:
        told = _("%(done)d trên %(all)d thửa đã đo ranh.") % count
        return Seen(one.holds, told, reverse("parties:plots"), _("Mở sổ thửa"))
    if not one.all:
        return Seen(False, _("chưa có sản phẩm nào trong sổ."), items, _("Mở sổ sản phẩm"))
    if one.key == observed.ITEMS:
        return Seen(one.holds, _("%(all)d sản phẩm trong sổ.") % count, items, _("Mở sổ sản phẩm"))
    if one.key == observed.GTIN:
        told = _("%(done)d trên %(all)d sản phẩm có mã GTIN.") % count
        return Seen(one.holds, told, items, _("Mở sổ sản phẩm"))
    told = _("%(done)d trên %(all)d sản phẩm đủ thông tin theo Thông tư 02/2024.") % count
    return Seen(one.holds, told, f"{items}?thieu=co", _("Xem sản phẩm còn thiếu"))


def result(one: Assessment) -> str:
    """What a finished assessment came to; "" for others."""
    if one.passed is None:
        return ""
    return _("Đạt") if one.passed else _("Chưa đạt")


def result_mark(one: Assessment) -> lists.Mark:
    if one.state != rules.FINISHED:
        return "info"
    return "good" if one.passed else "warn"


def whether_passed(found: rules.Result) -> str:
    """The sentence over a result."""
    values = {"share": found.share, "wanted": found.pass_share}
    if found.passed:
        return (
            _("Đạt: mọi tiêu chí bắt buộc đều đạt, tỷ lệ %(share)d %% (cần %(wanted)d %%).")
            % values
        )
    if found.unmet_mandatory:
        values["count"] = len(found.unmet_mandatory)
        return (
            _(
                "Chưa đạt: còn %(count)d tiêu chí bắt buộc chưa đạt; tỷ lệ %(share)d %% (cần %(wanted)d %%)."
            )
            % values
        )
    return _("Chưa đạt: tỷ lệ %(share)d %% thấp hơn mức cần là %(wanted)d %%.") % values


def what_is_missing(one: Criterion) -> str:
    """What to do about a criterion that is not met."""
    if one.evidence:
        return _("Cần có: %(what)s.") % {"what": one.evidence[:1].lower() + one.evidence[1:]}
    return _("Xem lại cách làm, bổ sung rồi đánh giá lại.")


def warning(one: Resting | None) -> str:
    """Over a declaration whose certificate no longer carries it; "" where nothing is wrong."""
    if one is None or not one.is_lost or one.since is None:
        return ""
    return {
        "suspended": _("Chứng nhận làm căn cứ đang bị đình chỉ từ %(day)s."),
        "withdrawn": _("Chứng nhận làm căn cứ đã bị thu hồi từ %(day)s."),
        "expired": _("Chứng nhận làm căn cứ đã hết hạn từ %(day)s."),
        "struck": _("Chứng nhận làm căn cứ đã bị bỏ khỏi sổ vì ghi nhầm, từ %(day)s."),
    }[one.standing] % {"day": certificate_words.day(one.since)}


def warning_mark(one: Resting | None) -> lists.Mark:
    """ "" where nothing is wrong."""
    if one is None or not one.is_lost:
        return ""
    return "warn" if one.standing == "expired" else "stop"


def days_problem(problem: str) -> tuple[str, str]:
    """Sentence and field for rules.declarations.wrong_days."""
    return {
        "future": (_("Ngày công bố cần là hôm nay hoặc trước đó."), "declared_on"),
        "order": (
            _("Ngày hết giá trị cần sau ngày công bố và chưa qua hôm nay."),
            "valid_to",
        ),
        "long": (
            _("Công bố có giá trị nhiều nhất %(years)d năm kể từ ngày công bố.")
            % {"years": declarations.LONGEST_YEARS},
            "valid_to",
        ),
    }[problem]
