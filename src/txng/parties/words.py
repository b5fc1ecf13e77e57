"""The reasons of the rules as sentences: what was expected, what was given, what to do next."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy

from txng.parties.rules import Problem, own_codes
from txng.ui import dates

SENTENCES: Final[Mapping[str, Any]] = {
    # tax codes
    "tax_letters": gettext_lazy(
        "Mã số thuế chỉ có chữ số, dấu cách và dấu gạch; nhận được “%(got)s”."
    ),
    "tax_length": gettext_lazy(
        "Mã số thuế cần 10 chữ số, chi nhánh 13 chữ số, hộ có thể dùng 12 chữ số của căn cước;"
        " nhận được %(got)d chữ số."
    ),
    "tax_empty_part": gettext_lazy(
        "Mã số thuế này có phần toàn số 0, không được cấp cho ai: “%(got)s”. So lại với giấy đăng ký."
    ),
    "tax_check_digit": gettext_lazy(
        "Chữ số thứ 10 của mã số thuế phải là %(expected)s, nhận được %(got)s. So lại từng chữ số."
    ),
    "tax_never_given": gettext_lazy(
        "Không mã số thuế nào bắt đầu bằng %(got)s. So lại từng chữ số với giấy đăng ký."
    ),
    "tax_person_company": gettext_lazy(
        "Doanh nghiệp và hợp tác xã dùng mã số thuế 10 chữ số; 12 chữ số là số định danh của một người."
    ),
    "tax_person_number": gettext_lazy(
        "Số định danh 12 chữ số bắt đầu bằng mã tỉnh 001 đến 096; nhận được %(got)s."
    ),
    # codes of ours, GS1 codes
    "own_code_form": gettext_lazy("Mã trong sổ có dạng %(example)s; nhận được “%(got)s”."),
    "own_code_check_digit": gettext_lazy(
        "Chữ số cuối của mã “%(got)s” không khớp. So lại từng chữ số."
    ),
    "gln": gettext_lazy(
        "GLN có 13 chữ số, chữ số cuối để kiểm tra; nhận được “%(got)s”. So lại với giấy chứng nhận."
    ),
    # planting areas and packing houses
    "area_code_form": gettext_lazy(
        "Mã số cần dạng %(written)s, ví dụ %(example)s; nhận được “%(got)s”."
    ),
    "area_code_other_years": gettext_lazy(
        "Mã “%(got)s” theo khuôn của thời kỳ khác. Ngày %(day)s dùng dạng %(written)s."
    ),
    "area_code_year": gettext_lazy(
        "Hai chữ số cuối của mã là năm cấp: cần %(expected)s, nhận được %(got)s."
    ),
    # sizes
    "size_only_companies": gettext_lazy(
        "Nghị định 80/2021 chỉ xếp quy mô cho doanh nghiệp; loại hình này không xếp."
    ),
    "size_no_field": gettext_lazy(
        "Hồ sơ chưa ghi lĩnh vực hoạt động, nên chưa xếp được quy mô. Ghi lĩnh vực rồi xem lại."
    ),
    "size_no_limits": gettext_lazy("Chưa có quy định về quy mô cho ngày %(day)s."),
    "size_within": gettext_lazy(
        "Không quá %(workers)d lao động, và doanh thu không quá %(revenue)d tỷ đồng hoặc vốn không quá"
        " %(capital)d tỷ đồng (%(source)s)."
    ),
    "size_over": gettext_lazy("Vượt mức doanh nghiệp vừa (%(source)s)."),
    "size_unsourced": gettext_lazy(
        "Các mức này ghi theo hiểu biết chung, chưa so với văn bản: so lại trước khi dùng."
    ),
    # days
    "period_backwards": gettext_lazy("Ngày kết thúc %(last)s đứng trước ngày bắt đầu %(first)s."),
    "period_far": gettext_lazy("Năm phải từ %(first)d đến %(last)d; nhận được ngày %(got)s."),
    # boundaries
    "geo_long": gettext_lazy("Ranh thửa dài quá %(most)d nghìn ký tự. Bớt điểm rồi gửi lại."),
    "geo_json": gettext_lazy(
        "Đây không phải GeoJSON đọc được. Xuất lại tệp từ máy đo rồi thử lần nữa."
    ),
    "geo_kind": gettext_lazy("Cần một vùng (Polygon) hoặc một điểm (Point); nhận được “%(got)s”."),
    "geo_many": gettext_lazy(
        "Mỗi thửa là một vùng; tệp này có %(got)d vùng. Tách thành từng thửa rồi nhập riêng."
    ),
    "geo_position": gettext_lazy("Mỗi điểm cần hai số: kinh độ rồi vĩ độ; nhận được “%(got)s”."),
    "geo_metres": gettext_lazy(
        "Tọa độ “%(got)s” là mét (VN-2000), không phải độ. Xuất lại theo WGS 84."
    ),
    "geo_swapped": gettext_lazy(
        "Kinh độ và vĩ độ đổi chỗ: “%(first)s, %(second)s”. GeoJSON viết kinh độ (khoảng 108) trước."
    ),
    "geo_elsewhere": gettext_lazy(
        "Điểm kinh độ %(longitude)s, vĩ độ %(latitude)s nằm ngoài tỉnh Lâm Đồng. Kiểm tra lại số."
    ),
    "geo_few": gettext_lazy("Một vùng cần ít nhất ba góc khác nhau; nhận được %(got)d."),
    "geo_many_positions": gettext_lazy(
        "Ranh thửa có %(got)d điểm; nhận nhiều nhất %(most)d. Bớt điểm ở các cạnh thẳng."
    ),
    "geo_flat": gettext_lazy("Các góc nằm trên một đường thẳng, không tạo thành vùng."),
    "geo_crossing": gettext_lazy(
        "Cạnh %(first)d và cạnh %(second)d cắt hoặc chạm nhau ở vĩ độ %(latitude)s, kinh độ"
        " %(longitude)s. Sắp lại các góc theo đúng thứ tự đi quanh thửa."
    ),
    "geo_hole": gettext_lazy(
        "Phần trừ ra số %(number)d phải nằm gọn trong thửa, không chạm ranh hay phần trừ khác."
    ),
    "geo_holes": gettext_lazy("Thửa có %(got)d phần trừ ra; nhận nhiều nhất %(most)d."),
    "geo_small": gettext_lazy(
        "Vùng này chỉ rộng %(got)s m²; cần ít nhất %(least)s m². Kiểm tra lại các góc."
    ),
    "geo_large": gettext_lazy(
        "Vùng này rộng %(got)d ha; một thửa nhiều nhất %(most)d ha. Kiểm tra lại các góc."
    ),
    "geo_coarse": gettext_lazy(
        "Tọa độ chỉ có %(decimals)d chữ số thập phân, sai tới %(metres)d m. Nên đo lại với sáu chữ số."
    ),
    "corner_line": gettext_lazy(
        "Dòng %(number)d cần hai số vĩ độ và kinh độ; nhận được “%(got)s”."
    ),
    "point_needs_area": gettext_lazy(
        "Thửa chỉ có một điểm thì cần khai diện tích. Nhập diện tích, hoặc đo ranh thửa."
    ),
    "point_too_large": gettext_lazy(
        "Thửa %(got)s ha cần ranh đầy đủ; chỉ thửa đến %(most)s ha mới được ghi bằng một điểm."
    ),
    "area_differs": gettext_lazy(
        "Diện tích khai %(declared)s ha khác diện tích đo %(measured)s ha. Xem lại ranh hoặc số khai."
    ),
    "far_from_commune": gettext_lazy(
        "Thửa cách điểm giữa %(commune)s %(km)d km. Xem lại xã đã chọn hoặc tọa độ."
    ),
    # places
    "commune_unknown": gettext_lazy("Không có xã, phường nào mã “%(got)s”. Chọn trong danh sách."),
    "commune_before": gettext_lazy(
        "“%(earlier)s” không thuộc phần nhập vào %(commune)s. Chọn lại xã trước 01/07/2025."
    ),
}
_DAYS: Final = frozenset({"day", "first", "last"})


def sentence(problem: Problem) -> str:
    """In the language of the moment. An unknown word is a mistake in the program."""
    values: dict[str, Any] = {name: _told(name, value) for name, value in problem.values.items()}
    if problem.word == "own_code_form":
        values["example"] = own_codes.code_of(str(values.get("register") or own_codes.PARTY), 42)
    elif problem.word == "period_far":
        values["got"] = _day(str(problem.values["got"]))
    return _text(problem.word) % values


def _text(word: str) -> str:
    return str(SENTENCES[word])


def _told(name: str, value: str | int | float) -> str | int:
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(value, str) and name in _DAYS:
        return _day(value)
    return value


def _day(text: str) -> str:
    return dates.written(date.fromisoformat(text), get_language() or "vi")
