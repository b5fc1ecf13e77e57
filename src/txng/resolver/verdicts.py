"""The one sentence at the top of the page: six states, the first that holds.

    recalled     LÔ ĐANG THU HỒI                 red, whole bar        a number to call, ordered.py
    unknown      Không có mã này                  red
    inactive     Tem chưa kích hoạt               amber
    copied       đã quét ở 7 tỉnh trong 2 ngày    amber                analytics.rules
    incomplete   Mã có thật, thông tin chưa đủ    blue                 8/10
    issued       Mã do ... phát hành              green

The page never says that goods are genuine: it knows codes and statements, not what lies in the hand.

Source: reference/ux.md §2.1.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from txng.analytics.rules import QUIET, Signal
from txng.barcodes.rules.life import Activation
from txng.resolver import ordered
from txng.resolver.page import Verdict
from txng.supervision.queries import Notice


@dataclass(frozen=True, slots=True)
class Seen:
    """What the verdict is made of. `order`: of an agency, for this very thing; `recalls`: who recalled by an
    event, and why, oldest first; `is_told`: whether anybody, an event or the issuer of the label, knows of
    this very thing."""

    maker: str
    is_product: bool
    is_told: bool
    order: Notice | None = None
    recalls: tuple[tuple[str, str], ...] = ()
    phone: str = ""
    activation: Activation = "active"
    signal: Signal = QUIET
    missing: tuple[str, ...] = ()
    told: int = 0
    of: int = 0


def verdict(seen: Seen) -> Verdict:
    if seen.order is not None:
        return ordered.verdict(seen.order)
    if seen.recalls:
        return _recalled(seen)
    if not seen.is_told and seen.is_product:
        return Verdict(
            "incomplete",
            _("Đây là mã sản phẩm, chưa phải mã lô"),
            (_("Quét mã có số lô hoặc số xê-ri trên bao bì để xem hành trình."),),
        )
    if seen.activation != "active":
        return _inactive(seen)
    if not seen.is_told:
        return unknown()
    if seen.signal.is_suspect:
        return _copied(seen.signal)
    issued = _("Mã do %(who)s phát hành.") % {"who": seen.maker}
    if seen.missing or seen.told < seen.of:
        title = _("Mã có thật, thông tin chưa đủ")
        if seen.told < seen.of:
            title = _("Mã có thật, thông tin chưa đủ (%(told)d/%(of)d)") % {
                "told": seen.told,
                "of": seen.of,
            }
        return Verdict("incomplete", title, (issued, *seen.missing[:1]))
    return Verdict(
        "issued",
        _("Mã do %(who)s phát hành. Chưa thấy dấu hiệu bất thường") % {"who": seen.maker},
        (_("Không có thông báo thu hồi. Hành trình do các bên tự khai."),),
    )


def unknown() -> Verdict:
    return Verdict(
        "unknown",
        _("Không có mã này trong hệ thống"),
        (
            _("Mã sản phẩm đã được khai, nhưng chưa ai ghi lô hoặc số xê-ri này."),
            _("So lại với bao bì, kể cả chữ hoa chữ thường, hoặc hỏi nơi bán."),
        ),
    )


def _recalled(seen: Seen) -> Verdict:
    reasons = dict.fromkeys(reason for _who, reason in seen.recalls if reason)
    return Verdict(
        "recalled",
        _("LÔ ĐANG THU HỒI – không dùng"),
        (
            _("Ngừng sử dụng và trả lại nơi bán."),
            *reasons,
            _("Thông báo của %(who)s.") % {"who": seen.recalls[-1][0]},
        ),
        phone=seen.phone or settings.HOTLINE,
    )


def _inactive(seen: Seen) -> Verdict:
    if seen.activation == "ended":
        return Verdict(
            "inactive",
            _("Tem đã ngừng hiệu lực"),
            (
                _("%(who)s đã hủy mã này. Tem có thể bị gỡ ra dùng lại.") % {"who": seen.maker},
                _("Giữ tem lại, hỏi nơi bán hoặc bấm Báo nghi ngờ."),
            ),
        )
    return Verdict(
        "inactive",
        _("Tem chưa kích hoạt"),
        (
            _("Mã đã được in, nhưng chưa ai ghi là đã gắn lên món hàng nào."),
            _("Giữ tem lại, hỏi nơi bán hoặc bấm Báo nghi ngờ."),
        ),
    )


def _copied(signal: Signal) -> Verdict:
    span = ngettext("%(count)d ngày", "%(count)d ngày", signal.days) % {"count": signal.days}
    if signal.places:
        title = _("Mã này đã quét ở %(places)d tỉnh trong %(span)s – có thể bị sao chép") % {
            "places": signal.places,
            "span": span,
        }
    else:
        title = _("Mã này được nhiều máy quét trong %(span)s – có thể bị sao chép") % {"span": span}
    return Verdict(
        "copied",
        title,
        (
            _(
                "Một món hàng không thể ở nhiều nơi cùng lúc. Món trong tay bạn có thể là hàng đầu tiên."
            ),
            _("So tem với món hàng; nếu thấy lạ, bấm Báo nghi ngờ."),
        ),
    )
