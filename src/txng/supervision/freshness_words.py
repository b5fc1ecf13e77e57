"""Sentences about how fresh data is, and what to do next; in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.supervision import rules
from txng.supervision.queries import Aspect, Certified
from txng.ui import dates, lists

KINDS: Final[Mapping[str, str | Promise]] = {
    rules.EVENT: gettext_lazy("Ghi sự kiện"),
    rules.REGISTER: gettext_lazy("Cập nhật sổ"),
    rules.ASSESSMENT: gettext_lazy("Tự đánh giá"),
}
STANDINGS: Final[Mapping[str, str | Promise]] = {
    rules.NEVER: gettext_lazy("Chưa từng"),
    rules.LATE: gettext_lazy("Chậm"),
    rules.SOON: gettext_lazy("Sắp chậm"),
    rules.FRESH: gettext_lazy("Còn mới"),
}
MARKS: Final[Mapping[str, lists.Mark]] = {
    rules.NEVER: "stop", rules.LATE: "stop", rules.SOON: "warn", rules.FRESH: "good",
}  # fmt: skip
ICONS: Final = {
    rules.NEVER: "circle-x", rules.LATE: "alert-triangle", rules.SOON: "alert-triangle",
    rules.FRESH: "circle-check",
}  # fmt: skip

CERTIFICATES: Final = gettext_lazy("Chứng nhận")
CERTIFICATE_STANDINGS: Final[Mapping[str, str | Promise]] = {
    rules.ENDING: gettext_lazy("Sắp hết hạn"),
    rules.HOLDING: gettext_lazy("Còn hạn"),
    rules.NONE: gettext_lazy("Không có"),
}
# having none is no fault: nobody has to be certified
CERTIFICATE_MARKS: Final[Mapping[str, lists.Mark]] = {
    rules.ENDING: "warn", rules.HOLDING: "good", rules.NONE: "info",
}  # fmt: skip
CERTIFICATE_ICONS: Final = {
    rules.ENDING: "alert-triangle", rules.HOLDING: "circle-check", rules.NONE: "info-circle",
}  # fmt: skip


def brief(one: Aspect, day: date | None) -> str:
    """For a cell: "Chậm: 14/10/2026, 45 ngày"."""
    name = str(STANDINGS[one.standing])
    if day is None:
        return name
    told = {"standing": name, "day": dates.written(day, "vi"), "age": one.age}
    if one.age == 0:
        return _("%(standing)s: hôm nay") % told
    return _("%(standing)s: %(day)s, %(age)d ngày") % told


def sentence(one: Aspect, day: date | None) -> str:
    """`day` is the day of the last thing done."""
    if day is None:
        return {
            rules.EVENT: _("Chưa từng ghi sự kiện nào."),
            rules.REGISTER: _("Chưa từng cập nhật sổ."),
            rules.ASSESSMENT: _("Chưa có lần tự đánh giá nào hoàn thành."),
        }[one.kind]
    told = {"day": dates.written(day, "vi"), "age": one.age, "days": one.days}
    if one.age == 0:
        return _("Lần gần nhất: hôm nay. Cơ quan coi là mới trong %(days)d ngày.") % told
    if one.standing == rules.LATE:
        return (
            _(
                "Lần gần nhất ngày %(day)s, cách đây %(age)d ngày; quá mức %(days)d ngày của cơ quan."
            )
            % told
        )
    return (
        _(
            "Lần gần nhất ngày %(day)s, cách đây %(age)d ngày; cơ quan coi là mới trong %(days)d ngày."
        )
        % told
    )


def next_step(one: Aspect, code: str) -> tuple[str, str, str]:
    """For the enterprise itself: what to do, the words of the link, its address; "" where nothing is due."""
    if one.standing == rules.FRESH:
        return "", "", ""
    if one.kind == rules.EVENT:
        return (
            _(
                "Ghi việc đã làm bằng điện thoại hoặc phần mềm đã nối. Chưa nối thì cấp khóa máy trước."
            ),
            _("Mở khóa máy"),
            reverse("accounts:keys"),
        )
    if one.kind == rules.REGISTER:
        return (
            _("Xem lại hồ sơ, địa điểm, thửa và sản phẩm; sửa chỗ không còn đúng."),
            _("Mở hồ sơ cơ sở"),
            reverse("parties:enterprise", args=[code]),
        )
    return (
        _("Trả lời hết các phần rồi bấm Hoàn thành; nghỉ giữa chừng thì làm tiếp được.")
        if one.standing == rules.NEVER
        else _("Tự đánh giá lại; các câu trả lời lần trước được điền sẵn."),
        _("Mở tự đánh giá"),
        reverse("certification:assessments"),
    )


# --- certificates: not when something was last done, but when the next one ends ------------------------


def certificates_brief(one: Certified) -> str:
    """For a cell: "Sắp hết hạn: 14/01/2027, còn 45 ngày"."""
    name = str(CERTIFICATE_STANDINGS[one.standing])
    if one.ends is None:
        return name
    told = {"standing": name, "day": dates.written(one.ends, "vi"), "left": one.left}
    return _("%(standing)s: %(day)s, còn %(left)d ngày") % told


def certificates_sentence(one: Certified) -> str:
    if one.ends is None:
        return _("Sổ không có chứng nhận nào đang có giá trị.")
    told = {"day": dates.written(one.ends, "vi"), "left": one.left}
    if one.left == 0:
        return _("Chứng nhận gần hết hạn nhất chỉ còn giá trị đến hết hôm nay.")
    return _("Chứng nhận gần hết hạn nhất có giá trị đến hết %(day)s, còn %(left)d ngày.") % told


def certificates_step(one: Certified) -> str:
    """For the enterprise itself; "" where nothing is due."""
    if one.standing == rules.ENDING:
        return _(
            "Liên hệ tổ chức chứng nhận để gia hạn trước ngày đó; khi gia hạn đã vào sổ, dòng này tự đổi."
        )
    if one.standing == rules.NONE:
        return _("Có giấy mà sổ chưa có thì nhờ tổ chức đã cấp ghi vào sổ.")
    return ""


def certificates_link(one: Certified, code: str) -> tuple[str, str]:
    """Words and address: the register, narrowed to this enterprise and to what ends soon."""
    asked = {"q": code}
    if one.standing == rules.ENDING:
        asked["sap-het-han"] = str(rules.ENDING_DAYS)
        return _("Xem chứng nhận sắp hết hạn"), _register(asked)
    return _("Xem chứng nhận trong sổ"), _register(asked)


def _register(asked: Mapping[str, str]) -> str:
    return f"{reverse('certification:certificates')}?{urlencode(asked)}"
