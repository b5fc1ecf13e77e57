"""The answer before everything else, in one sentence; who looks, and what that means.

Lô này từ 10 vườn, qua 4 cơ sở, đã tới 14 điểm bán; 2 bước thiếu.
"""

from django.utils.translation import gettext, ngettext

from txng.journeys.model import Chain, Kind, Level, Viewer


def answer(chain: Chain) -> str:
    """Only figures that this viewer may know; nothing is said of a direction that was not asked."""
    figure = chain.figure
    parts = []
    if figure.gardens:
        parts.append(
            ngettext("từ %(count)d vườn", "từ %(count)d vườn", figure.gardens)
            % {"count": figure.gardens}
        )
    if figure.sites:
        parts.append(
            ngettext("qua %(count)d cơ sở", "qua %(count)d cơ sở", figure.sites)
            % {"count": figure.sites}
        )
    if figure.sales_points:
        parts.append(
            ngettext("đã tới %(count)d điểm bán", "đã tới %(count)d điểm bán", figure.sales_points)
            % {"count": figure.sales_points}
        )
    way = ", ".join(parts) or gettext("chưa có chặng nào được khai")
    return gettext("%(what)s %(way)s; %(gaps)s.") % {
        "what": subject(chain),
        "way": way,
        "gaps": _gaps(chain),
    }


def subject(chain: Chain) -> str:
    kind = chain.things[chain.root].kind
    if kind is Kind.LOT:
        return gettext("Lô này")
    if kind is Kind.BOX:
        return gettext("Kiện này")
    if kind is Kind.PRODUCT:
        return gettext("Mã sản phẩm này")
    return gettext("Sản phẩm này")


def _gaps(chain: Chain) -> str:
    count = chain.figure.gaps
    if count:
        return ngettext("%(count)d bước thiếu", "%(count)d bước thiếu", count) % {"count": count}
    if chain.viewer.level is Level.OWN:
        return gettext("không thấy bước thiếu trong phần bạn được xem")
    return gettext("không thấy bước nào thiếu")


def scope(viewer: Viewer) -> str:
    """What the viewer is shown, and why no more."""
    if viewer.level is Level.ALL:
        return gettext("Cơ quan giám sát: thấy mọi sự kiện đã khai.")
    if viewer.level is Level.OWN:
        return gettext(
            "Chỉ thấy sự kiện do tổ chức này khai. Phần của tổ chức khác hiện thành ô khóa,"
            " không tên, không số lượng."
        )
    return gettext(
        "Ai cũng xem được: ai làm, bước nào, khi nào, ở xã nào. Khối lượng, giấy tờ, mã của các lô"
        " nguyên liệu và đường đi tiếp theo chỉ hiện cho tổ chức có quyền."
    )


def ignored(names: tuple[str, ...]) -> str:
    said = {
        "from": gettext("ngày đầu"),
        "to": gettext("ngày cuối"),
        "depth": gettext("số bước"),
        "direction": gettext("chiều"),
        "missing": gettext("chỉ bước thiếu"),
        "whole": gettext("vẽ hết"),
        "checks": gettext("tính cân đối"),
    }
    listed = ", ".join(said.get(name, name) for name in names)
    return gettext("Đã bỏ qua phần không hiểu được: %(names)s.") % {"names": listed}
