"""Sentences for what the rules found: reasons of refusals, of scores, of duties. In the reader's language."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from txng.parties import administrative_units
from txng.products.rules import codes, countries, facts, roadmap, scoring
from txng.products.rules.codes import Change, GtinRefused, OwnCodeRefused
from txng.products.rules.lists import Refusal
from txng.products.rules.obligations import Duty, Scope, State
from txng.products.rules.scoring import Advice, Criterion, Reason
from txng.ui import dates, lists

OWNER_CLASSES: Final[dict[str, str | Promise]] = {
    "sieu-nho": gettext_lazy("Doanh nghiệp siêu nhỏ"),
    "nho": gettext_lazy("Doanh nghiệp nhỏ"),
    "vua": gettext_lazy("Doanh nghiệp vừa"),
    "lon": gettext_lazy("Doanh nghiệp lớn"),
    "hop-tac-xa": gettext_lazy("Hợp tác xã"),
    "to-hop-tac": gettext_lazy("Tổ hợp tác"),
    "ho-kinh-doanh": gettext_lazy("Hộ kinh doanh"),
    "nong-ho": gettext_lazy("Nông hộ"),
}
GROUNDS: Final[dict[str, str | Promise]] = {
    "key": gettext_lazy("Sản phẩm trọng điểm của tỉnh"),
    "mark": gettext_lazy("Đã có nhãn hiệu chứng nhận hoặc nhãn hiệu tập thể"),
    "indication": gettext_lazy("Đã có chỉ dẫn địa lý"),
    "ocop": gettext_lazy("Có sản phẩm OCOP"),
    "safety": gettext_lazy("Cần kiểm soát an toàn"),
    "export": gettext_lazy("Thị trường xuất khẩu đòi hỏi"),
    "grdp": gettext_lazy("Chiếm tỷ trọng lớn trong GRDP"),
    "pilot": gettext_lazy("Đã thí điểm có kết quả"),
}
SECTORS: Final[dict[str, str | Promise]] = {
    "nong-nghiep": gettext_lazy("Nông nghiệp và môi trường"),
    "cong-thuong": gettext_lazy("Công Thương"),
    "y-te": gettext_lazy("Y tế"),
}
STATES: Final[dict[State, str | Promise]] = {
    State.LATE: gettext_lazy("Quá hạn"),
    State.SOON: gettext_lazy("Sắp đến hạn"),
    State.AHEAD: gettext_lazy("Chưa đến hạn"),
    State.DONE: gettext_lazy("Đã xong"),
    State.DONE_LATE: gettext_lazy("Xong sau hạn"),
}
ADVICE: Final[dict[Advice, str | Promise]] = {
    Advice.MANDATORY: gettext_lazy("Nên đưa vào danh mục bắt buộc"),
    Advice.PRIORITY: gettext_lazy("Nên đưa vào danh mục ưu tiên"),
    Advice.LATER: gettext_lazy("Chưa nên đưa vào danh mục"),
    Advice.UNDECIDED: gettext_lazy("Chưa đủ điểm để kết luận"),
}
FACTS: Final[dict[str, str | Promise]] = {
    "name": gettext_lazy("Tên sản phẩm"),
    "functional_name": gettext_lazy("Tên gọi thông thường"),
    "brand": gettext_lazy("Nhãn hiệu"),
    "description": gettext_lazy("Mô tả"),
    "image": gettext_lazy("Hình ảnh"),
    "net_content": gettext_lazy("Lượng tịnh"),
    "net_unit": gettext_lazy("Đơn vị lượng tịnh"),
    "pack_count": gettext_lazy("Số đơn vị trong thùng"),
    "markets": gettext_lazy("Thị trường bán"),
    "gpc": gettext_lazy("Mã phân loại GPC"),
    "origin": gettext_lazy("Nước xuất xứ"),
    "model": gettext_lazy("Ký hiệu, mẫu mã"),
    "shelf_life_days": gettext_lazy("Hạn sử dụng (ngày)"),
    "storage": gettext_lazy("Cách bảo quản"),
    "standards": gettext_lazy("Tiêu chuẩn áp dụng"),
    "warnings": gettext_lazy("Cảnh báo an toàn"),
}
UNITS: Final[dict[str, str | Promise]] = {
    "KGM": gettext_lazy("kg"),
    "GRM": gettext_lazy("g"),
    "TNE": gettext_lazy("tấn"),
    "LTR": gettext_lazy("lít"),
    "MLT": gettext_lazy("ml"),
    "H87": gettext_lazy("cái, quả, gói"),
}
STEPS: Final[dict[str, str | Promise]] = {
    "draft": gettext_lazy("Soạn"),
    "collecting": gettext_lazy("Đề xuất"),
    "consulting": gettext_lazy("Xin ý kiến"),
    "scoring": gettext_lazy("Chấm điểm"),
    "issued": gettext_lazy("Đã ban hành"),
    "dropped": gettext_lazy("Đã bỏ"),
}


def in_english() -> bool:
    """Data has Vietnamese and English; every other language reads the English."""
    return not (get_language() or "vi").startswith("vi")


def either(vi: str, en: str) -> str:
    return en if in_english() else vi


def day(value: date) -> str:
    return dates.written(value, get_language() or "vi")


def points(value: Fraction | int) -> str:
    """At most two decimals, as people here write them: 72,5."""
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return text if in_english() else text.replace(".", ",")


# --- codes ----------------------------------------------------------------------------------------


def of_gtin(refused: GtinRefused) -> str:
    got = refused.got
    match refused.reason:
        case "empty":
            return _("Nhập mã GTIN in dưới mã vạch, như 8935003450014.")
        case "characters":
            return _("Mã GTIN chỉ có chữ số; nhận được “%(got)s”.") % {"got": got}
        case "length":
            return _("Mã GTIN có 8, 12, 13 hoặc 14 chữ số; nhận được %(length)s chữ số.") % {
                "length": refused.expected
            }
        case "check_digit":
            return _(
                "Chữ số cuối của %(got)s phải là %(expected)s. Xem lại từng chữ số in dưới mã vạch."
            ) % {"got": got, "expected": refused.expected}
        case "restricted":
            return _(
                "Mã bắt đầu bằng %(prefix)s chỉ dùng trong nội bộ một cửa hàng, không đặt tên cho sản"
                " phẩm bán ra ngoài. Ghi mã đó vào ô Mã riêng."
            ) % {"prefix": refused.expected}
        case "coupon" | "refund":
            return _(
                "Mã bắt đầu bằng %(prefix)s là của phiếu mua hàng, không phải của sản phẩm."
            ) % {"prefix": refused.expected}
        case "retired":
            return _(
                "Mã %(got)s đã thuộc “%(name)s”, nay ngừng sản xuất. Mã GTIN không dùng lại cho sản phẩm"
                " khác; cấp một mã mới."
            ) % {"got": codes.shown(got), "name": refused.expected or _("một sản phẩm khác")}
    return _("Mã %(got)s đang thuộc “%(name)s”. Mỗi mã GTIN chỉ đặt tên cho một sản phẩm.") % {
        "got": codes.shown(got),
        "name": refused.expected or _("một sản phẩm khác"),
    }


def of_own_code(refused: OwnCodeRefused) -> str:
    if refused.reason == "length":
        return _("Mã riêng có từ 1 đến %(longest)d ký tự.") % {"longest": codes.LONGEST_OWN_CODE}
    return _(
        "Mã riêng chỉ gồm chữ không dấu, chữ số và các dấu . _ - ở giữa; nhận được “%(got)s”."
    ) % {"got": refused.got}


def of_changes(changes: Iterable[Change]) -> str:
    return _(
        "Đổi %(facts)s là thành sản phẩm khác, cần mã GTIN mới (quy tắc quản lý GTIN của GS1). Ghi một sản"
        " phẩm mới. Nếu đây chỉ là sửa lỗi ghi, đánh dấu ô Sửa lỗi ghi."
    ) % {"facts": ", ".join(str(FACTS[one.field]).lower() for one in changes)}


def fact(told: facts.Facts, name: str) -> str:
    """A fact as a person reads it, "" for one that was not told."""
    match name:
        case "net_content":
            if told.net_content is None:
                return ""
            unit = str(UNITS.get(told.net_unit, told.net_unit))
            return f"{lists.written(told.net_content)} {unit}"
        case "markets":
            return ", ".join(country(one) for one in told.markets)
        case "origin":
            return country(told.origin)
        case "standards":
            return "; ".join(told.standards)
    return lists.written(getattr(told, name))


def country(code: str) -> str:
    known = countries.shipped().get(code)
    return code if known is None else either(known.vi, known.en)


def of_country(typed: str) -> str:
    return _(
        "Chưa có nước “%(got)s” trong danh sách. Viết tên như “Trung Quốc” hoặc mã như CN."
    ) % {"got": typed}


def of_fact(problem: facts.Problem) -> str:
    what, got = str(FACTS[problem.field]), problem.got
    match problem.kind:
        case "empty":
            return _("Nhập tên sản phẩm như in trên bao bì.")
        case "length":
            return _("%(what)s dài quá: %(got)s.") % {"what": what, "got": got}
        case "unit":
            return _("Đơn vị lượng tịnh là một trong %(units)s; nhận được “%(got)s”.") % {
                "units": ", ".join(facts.UNITS),
                "got": got,
            }
        case "unit_alone":
            return _("Ghi cả số và đơn vị của lượng tịnh, hoặc để trống cả hai.")
        case "not_positive":
            return _("Lượng tịnh phải lớn hơn 0 và dưới 1.000.000; nhận được %(got)s.") % {
                "got": got
            }
        case "country":
            return _("Mã nước có hai chữ cái như VN, CN, US; nhận được “%(got)s”.") % {"got": got}
        case "gpc":
            return _("Mã GPC có 8 chữ số, như 10000275; nhận được “%(got)s”.") % {"got": got}
        case "address":
            return _("Địa chỉ ảnh bắt đầu bằng https://; nhận được “%(got)s”.") % {"got": got}
        case "many":
            return _("%(what)s có quá nhiều mục: %(got)s.") % {"what": what, "got": got}
    return _("%(what)s nằm ngoài khoảng ghi được; nhận được %(got)s.") % {"what": what, "got": got}


# --- lists ----------------------------------------------------------------------------------------


def of_refusal(refusal: Refusal) -> str:
    names = ", ".join(refusal.values)
    match refusal.kind:
        case "seen":
            return _(
                "Người khác vừa chuyển bản này sang bước “%(step)s”. Xem lại trang rồi làm tiếp từ đó."
            ) % {"step": STEPS[refusal.values[0]]}
        case "state":
            return _(
                "Bản danh mục đang ở bước “%(step)s”, nên chưa hoặc không còn làm việc này được."
            ) % {"step": STEPS[refusal.values[0]]}
        case "empty":
            return _("Bản danh mục chưa có mục nào. Thêm ít nhất một mục trước.")
        case "unmarked":
            return _("Chưa chấm đủ bốn tiêu chí cho: %(names)s.") % {"names": names}
        case "no_roadmap":
            return _("Danh mục bắt buộc cần mốc lộ trình cho mỗi mục. Còn thiếu: %(names)s.") % {
                "names": names
            }
        case "before_decision":
            return _("Ngày có hiệu lực phải từ ngày ban hành %(day)s trở đi.") % {
                "day": day(date.fromisoformat(refusal.values[0]))
            }
        case "before_older":
            return _("Bản trước có hiệu lực từ %(day)s; bản mới phải có hiệu lực sau ngày đó.") % {
                "day": day(date.fromisoformat(refusal.values[0]))
            }
    raise ValueError(f"Expected a known refusal, got {refusal.kind!r}")


def criterion(one: Criterion) -> str:
    return either(one.vi, one.en)


def level(one: Criterion, given: int) -> str:
    return (one.levels_en if in_english() else one.levels)[given]


def of_reason(reason: Reason, sheet: scoring.Sheet) -> str:
    names = {one.id: criterion(one) for one in sheet.criteria}
    match reason.kind:
        case "above":
            return _("Tổng điểm đạt mức %(value)s của danh mục bắt buộc.") % {
                "value": points(reason.value)
            }
        case "below":
            if reason.value == sheet.priority_from:
                return _("Tổng điểm dưới mức %(value)s của danh mục ưu tiên.") % {
                    "value": points(reason.value)
                }
            return _("Tổng điểm dưới mức %(value)s của danh mục bắt buộc.") % {
                "value": points(reason.value)
            }
        case "too_hard":
            return _(
                "Khả năng thực thi dưới %(value)s điểm: cần hỗ trợ trước khi bắt buộc, dù tổng điểm đã đủ."
            ) % {"value": points(reason.value)}
        case "unmarked":
            return _("Chưa cơ quan nào chấm tiêu chí “%(name)s”.") % {
                "name": names[reason.criterion]
            }
        case "apart":
            return _(
                "Các cơ quan chấm “%(name)s” lệch nhau %(value)s điểm: nên trao đổi lại trước khi trình."
            ) % {"name": names[reason.criterion], "value": points(reason.value)}
    raise ValueError(f"Expected a known reason, got {reason.kind!r}")


# --- obligations ----------------------------------------------------------------------------------


def requirement(name: str) -> str:
    one = roadmap.REQUIREMENTS[name]
    return either(one.vi, one.en)


def basis(duty: Duty | Scope) -> str:
    """The sentence that says why: list, decision, clause, and the law behind the requirement."""
    version = duty.version
    values = {
        "title": version.title,
        "number": version.number,
        "day": day(version.decided_on),
        "body": version.body,
        "law": either(duty.requirement.basis, duty.requirement.basis_en),
    }
    told = _(
        "%(title)s, ban hành theo Quyết định số %(number)s ngày %(day)s của %(body)s; yêu cầu theo %(law)s."
    )
    sentence = told % values
    return f"{sentence} {duty.item.clause}".strip() if duty.item.clause else sentence


def when(duty: Duty, today: date) -> str:
    due = day(duty.due_on)
    match duty.state:
        case State.LATE:
            return _("Hạn %(due)s, đã quá %(days)d ngày") % {
                "due": due,
                "days": duty.days_late(today),
            }
        case State.DONE | State.DONE_LATE:
            assert duty.done_on is not None
            return _("Xong ngày %(done)s, hạn %(due)s") % {"done": day(duty.done_on), "due": due}
    return _("Hạn %(due)s, còn %(days)d ngày") % {"due": due, "days": (duty.due_on - today).days}


def commune(code: str) -> str:
    """Its name, or the code where no commune bears it."""
    known = administrative_units.commune(code)
    return code if known is None else known.name


def whom(sizes: Iterable[str]) -> str:
    """The classes of owners that something is for; everybody when none is named."""
    names = [str(OWNER_CLASSES.get(one, one)) for one in sizes]
    return ", ".join(names) if names else _("Mọi cơ sở")
