"""A finding as sentences: what was found, on what it rests, why something cannot be judged.

    sentence(finding, names)    "Rang cà phê: từ 412,5 kg làm ra 540,4 kg, bằng 1,31 lần; nhiều nhất ..."
    basis(finding)              "Căn cứ: ICO ... (số liệu từ nguồn)."

Every rule of `trace.findings.RULES` has its sentences here, every reason of `REASONS` too; a test holds
both lists together.
"""

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from txng.repository.wording.names import Names, figure
from txng.trace.amounts import Amount
from txng.trace.findings import Finding, Ground, Reason, Severity, Verdict

BROKEN, HOLDS, UNKNOWN = Verdict.BROKEN, Verdict.HOLDS, Verdict.UNKNOWN
Words = dict[tuple[str, Verdict], str | Promise]

SENTENCES: Words = {
    ("process.yield", BROKEN): _(
        "%(process)s: từ %(inputs)s làm ra %(outputs)s, bằng %(ratio)s đầu vào; nhiều nhất có thể"
        " là %(high)s."
    ),
    ("process.yield", HOLDS): _(
        "%(process)s: từ %(inputs)s làm ra %(outputs)s, bằng %(ratio)s đầu vào, trong khoảng %(low)s đến"
        " %(high)s."
    ),
    ("process.yield", UNKNOWN): _("%(process)s: chưa so được đầu ra với đầu vào."),
    ("process.loss", BROKEN): _(
        "%(process)s: từ %(inputs)s chỉ ra %(outputs)s, bằng %(ratio)s đầu vào; thường không dưới"
        " %(low)s. Phần hụt chưa ai khai."
    ),
    ("process.conservation", BROKEN): _(
        "%(process)s: làm ra %(outputs)s, nhiều hơn %(inputs)s đưa vào."
    ),
    ("process.conservation", HOLDS): _(
        "%(process)s: làm ra %(outputs)s, không nhiều hơn %(inputs)s đưa vào."
    ),
    ("process.conservation", UNKNOWN): _("%(process)s: chưa so được đầu ra với đầu vào."),
    ("lot.broken_step", BROKEN): _(
        "%(thing)s: đã nhận %(received)s, nhưng chỉ có %(shipped)s được khai là gửi đi. Thiếu bước của"
        " bên giao."
    ),
    ("lot.broken_step", UNKNOWN): _("%(thing)s: chưa rõ ai đã gửi %(received)s đã nhận."),
    ("lot.overdrawn", BROKEN): _(
        "%(thing)s: dùng, giao hoặc bán nhiều hơn lượng có: làm ra %(made)s, thừa ra %(appeared)s không rõ"
        " nguồn."
    ),
    ("lot.overdrawn", HOLDS): _("%(thing)s: không dùng, giao hay bán quá lượng có."),
    ("lot.overdrawn", UNKNOWN): _("%(thing)s: chưa cân đối được sổ của lô."),
    ("lot.without_origin", BROKEN): _(
        "%(thing)s: %(appeared)s không rõ từ đâu tới; chưa ai khai thu hoạch, làm ra hay giao."
    ),
    ("lot.without_origin", UNKNOWN): _("%(thing)s: chưa rõ %(appeared)s từ đâu tới."),
    ("lot.received_before_shipped", BROKEN): _(
        "%(thing)s: bên nhận ghi đã nhận trước khi bên giao ghi gửi %(hours)s giờ."
    ),
    ("lot.sold_twice", BROKEN): _(
        "%(thing)s: đã bán %(count)s lần, từ %(first)s đến %(last)s, ở %(places)s. Tem có thể đã bị sao"
        " chép."
    ),
    ("lot.made_twice", BROKEN): _(
        "%(thing)s: được khai làm ra %(count)s lần, từ %(first)s đến %(last)s, ở %(places)s."
    ),
    ("lot.not_received", BROKEN): _(
        "%(thing)s: %(got)s đã gửi %(days)s ngày mà chưa ai khai nhận."
    ),
    ("lot.not_received", UNKNOWN): _("%(thing)s: chưa rõ %(got)s đã gửi có tới nơi không."),
    ("lot.recalled", BROKEN): _(
        "%(recalled)s đang bị thu hồi từ %(since)s theo thông báo của %(by)s. Theo sổ còn %(on_hand)s ở"
        " %(places)s nơi, đã bán %(sold)s."
    ),
    ("lot.moved_after_recall", BROKEN): _(
        "%(recalled)s: sau thông báo thu hồi ngày %(since)s vẫn có %(moved)s được bán hoặc gửi đi."
    ),
    ("site.account", BROKEN): _(
        "%(product)s: %(appeared)s được dùng, giao hoặc bán mà sổ không có nguồn."
    ),
    ("site.account", HOLDS): _(
        "%(product)s: đầu kỳ %(opening)s, nhận %(received)s, làm ra %(made)s, dùng %(used)s, giao"
        " %(shipped)s, bán %(sold)s, mất %(lost)s, kiểm kê lệch %(counted)s, cuối kỳ %(closing)s."
    ),
    ("site.account", UNKNOWN): _("%(product)s: chưa cân đối được vì có số lượng chưa rõ."),
    ("site.counted", BROKEN): _(
        "%(product)s: kiểm kê lệch %(counted)s so với sổ, vượt sai số cân."
    ),
    ("certificate.yield", BROKEN): _(
        "%(scheme)s: làm ra %(certified_out)s dưới chứng nhận, nhưng %(certified_in)s nguyên liệu được chứng"
        " nhận chỉ đủ cho nhiều nhất %(limit)s."
    ),
    ("certificate.yield", HOLDS): _(
        "%(scheme)s: làm ra %(certified_out)s dưới chứng nhận từ %(certified_in)s nguyên liệu được chứng"
        " nhận, đủ."
    ),
    ("certificate.yield", UNKNOWN): _(
        "%(scheme)s: chưa rõ nguyên liệu có đủ cho lượng hàng mang chứng nhận không."
    ),
    ("certificate.quantity", BROKEN): _(
        "%(certificate)s: đã thu hoạch %(used)s dưới chứng nhận này; chứng nhận chỉ cho %(covered)s."
    ),
    ("certificate.quantity", HOLDS): _(
        "%(certificate)s: thu hoạch %(used)s, trong mức %(covered)s của chứng nhận."
    ),
    ("certificate.quantity", UNKNOWN): _(
        "%(certificate)s: chưa rõ đã dùng hết bao nhiêu của mức %(covered)s."
    ),
    ("certificate.validity", BROKEN): _(
        "%(certificate)s: được dùng ngày %(day)s, ngoài thời hạn %(from)s – %(until)s."
    ),
    ("certificate.validity", HOLDS): _(
        "%(certificate)s: còn hiệu lực khi được dùng (%(from)s – %(until)s)."
    ),
    ("certificate.validity", UNKNOWN): _("%(certificate)s: chưa rõ thời hạn."),
    ("plot.yield", BROKEN): _(
        "%(plot)s: khai %(declared)s trên %(area)s từ %(from)s đến %(until)s, tức %(per_hectare)s mỗi"
        " héc-ta; nhiều nhất có thể là %(limit_per_hectare)s mỗi héc-ta."
    ),
    ("plot.yield", HOLDS): _(
        "%(plot)s: khai %(declared)s trên %(area)s từ %(from)s đến %(until)s, tức %(per_hectare)s mỗi"
        " héc-ta, dưới mức %(limit_per_hectare)s."
    ),
    ("plot.yield", UNKNOWN): _("%(plot)s: chưa so được sản lượng khai với diện tích."),
}

REASONS: dict[str, str | Promise] = {
    "quantity_not_told": _("chưa ai khai số lượng của %(about)s"),
    "unit_without_factor": _("chưa ai khai một đơn vị %(about)s nặng bao nhiêu"),
    "no_limit": _("chưa có định mức cho “%(about)s”"),
    "limit_not_valid": _("định mức cho “%(about)s” không áp dụng cho ngày hoặc nơi đó"),
    "area_not_declared": _("chưa ai khai diện tích của %(about)s"),
    "nothing_harvested": _("chưa ai khai thu hoạch ở %(about)s trong vụ này"),
    "inputs_not_told": _("chưa ai khai %(about)s làm từ nguyên liệu nào"),
    "outputs_not_told": _("chưa ai khai %(about)s đã thành gì"),
    "origin_not_certified": _("không lô nguyên liệu nào khai có chứng nhận %(about)s"),
    "certificate_not_declared": _("chưa ai khai thời hạn của chứng nhận"),
    "only_own_events": _("bạn chỉ xem được sự kiện do tổ chức mình ghi; bên khác có thể đã khai"),
    "only_this_trace": _("chỉ mới xét phần thu hoạch đi vào lô này"),
    "history_is_cut": _("lịch sử quá dài, mới đọc được một phần"),
}

SEVERITIES: dict[Severity, str | Promise] = {
    Severity.ALARM: _("BÁO ĐỘNG"),
    Severity.WARNING: _("CẢNH BÁO"),
    Severity.NOTICE: _("LƯU Ý"),
}
GROUNDS: dict[Ground, str | Promise] = {
    Ground.SOURCE: _("số liệu đọc được trong nguồn"),
    Ground.DERIVED: _("tính từ số liệu trong nguồn"),
    Ground.ASSUMED: _("mức tạm đặt, cần hiệu chỉnh"),
}
_PLACES = frozenset({"plot", "destination"})
_THINGS = frozenset({"recalled"})
_PRODUCTS = frozenset({"product"})


def label(finding: Finding) -> str:
    """How grave it is, in a word or two."""
    if finding.verdict is BROKEN:
        return str(SEVERITIES[finding.severity])
    return gettext("CHƯA RÕ") if finding.verdict is UNKNOWN else gettext("KHỚP")


def sentence(finding: Finding, names: Names) -> str:
    """What was found, and why it cannot be judged when it cannot."""
    told = _sentence_of(finding) % _values(finding, names)
    reason = str(finding.values.get("reason") or "")
    if finding.rule == "lot.recalled" and reason:
        told += " " + gettext("Lý do: %(reason)s") % {"reason": reason}
    if finding.because:
        told += " " + gettext("Lý do chưa kết luận: %(why)s.") % {"why": why(finding, names)}
    return told


def why(finding: Finding, names: Names) -> str:
    return "; ".join(_reason(one, names) for one in finding.because)


def basis(finding: Finding) -> str:
    """Where the limit comes from; "" for what is only arithmetic."""
    found = finding.basis
    if found is None:
        return ""
    source = found.source_en if get_language() == "en" else found.source
    return gettext("Căn cứ: %(source)s (%(ground)s).") % {
        "source": source.rstrip("."),
        "ground": GROUNDS[found.ground],
    }


def legal(finding: Finding) -> str:
    law = finding.law.legal_en if get_language() == "en" else finding.law.legal
    return gettext("Liên quan: %(law)s.") % {"law": law} if law else ""


def mentioned(findings: Iterable[Finding]) -> set[str]:
    """Every code that the sentences will name, for master data to be asked of all at once."""
    found: set[str] = set()
    for one in findings:
        found.add(one.subject)
        found |= {value for value in one.values.values() if isinstance(value, str)}
        for value in one.values.values():
            found |= (
                set(value) if isinstance(value, tuple) and not isinstance(value, Amount) else set()
            )
        found |= {reason.about for reason in one.because}
    return {text for text in found if ":" in text}


def _sentence_of(finding: Finding) -> str:
    rule, verdict = finding.rule, finding.verdict
    is_bound = "ratio" not in finding.values
    if verdict is BROKEN and rule == "process.yield" and is_bound:
        return gettext(
            "%(process)s: riêng phần đã khai đã nhiều hơn mức có thể, %(high)s của %(inputs)s đưa vào."
        )
    if verdict is BROKEN and rule == "lot.broken_step":
        shipped = finding.values.get("shipped")
        if isinstance(shipped, Amount) and shipped.value == 0:
            return gettext("%(thing)s: đã nhận %(received)s mà không ai khai đã gửi.")
    if rule == "certificate.validity" and verdict is not UNKNOWN:
        return _validity(finding)
    return str(SENTENCES[rule, verdict])


def _validity(finding: Finding) -> str:
    """A certificate may have a beginning, an end, or both."""
    if "from" in finding.values and "until" in finding.values:
        return str(SENTENCES[finding.rule, finding.verdict])
    if finding.verdict is BROKEN:
        return gettext("%(certificate)s: được dùng ngày %(day)s, ngoài thời hạn.")
    return gettext("%(certificate)s: còn hiệu lực khi được dùng.")


def _values(finding: Finding, names: Names) -> dict[str, str]:
    told = {name: _told(name, value, names) for name, value in finding.values.items()}
    told["thing"] = names.thing(finding.subject)
    more = finding.values.get("more")
    if more:
        told["thing"] = gettext("%(thing)s và %(more)s kiện khác") % told
    told["process"] = _process(finding)
    if isinstance(finding.got, Amount):
        told["got"] = names.amount(finding.got)
    expected = finding.expected
    if expected is not None:
        for name, bound in (("low", expected.low), ("high", expected.high)):
            if bound is not None:
                ratio = names.ratio(bound)
                told[name] = names.amount(Amount(bound, expected.unit)) if expected.unit else ratio
        told["limit"] = told.get("high", "")
    return told


def _told(name: str, value: Any, names: Names) -> str:
    match value:
        case Amount():
            return names.amount(value)
        case Fraction():
            return figure(value, 1) if name == "hours" else names.ratio(value)
        case datetime():
            return names.moment(value)
        case date():
            return names.day(value)
        case tuple():
            return names.listed(value)
        case str() if name in _PLACES:
            return names.place(value)
        case str() if name in _THINGS:
            return names.thing(value)
        case str() if name == "certificate":
            return names.certificate(value)
        case str() if name in _PRODUCTS:
            return names.product(value)
        case _:
            return str(value)


def _process(finding: Finding) -> str:
    """The name of the limit, else of the activity; how often, when several are judged as one."""
    found = finding.basis
    name = str(finding.values.get("process", ""))
    if found is not None:
        name = found.en if get_language() == "en" else found.vi
    count = finding.values.get("count", 1)
    if isinstance(count, int) and count > 1 and finding.rule.startswith("process."):
        return gettext("%(name)s (%(count)d lần)") % {"name": name, "count": count}
    return name


def _reason(reason: Reason, names: Names) -> str:
    about = reason.about
    if reason.id in ("area_not_declared", "nothing_harvested"):
        about = names.place(about)
    elif ":" in about:
        about = names.thing(about)
    return str(REASONS[reason.id]) % {"about": about}
