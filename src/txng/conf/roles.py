"""The roles that ship: the only file that knows the rights of every room.

    role            whom it is for                                reach
    chu-co-so       owner of an enterprise or household            its own things
    chu-co-so-cho   the same, registered and not confirmed yet     its own things, nothing goes out
    nhan-vien       its staff                                      its own things
    dien-thoai      a telephone in the field                       its own things, capture only
    chung-nhan      staff of a certification body                  its own things
    thuong-truc     the standing agency (Sở KH&CN)                 the whole province
    can-bo          an officer of a sector or a commune            as assigned: communes, sectors
    tai-chinh       the department of finance                      the whole province
    phoi-hop        press, associations, centres                   as assigned
    kiem-tra        an inspector                                   as assigned
    lanh-dao        provincial leadership                          counts, the Plan, money, reports

`txng init` puts them in (`install`), and again after an upgrade. A right that no role lists is held by
nobody: tests/conf/test_roles.py names it. Rooms say what a right means (`RIGHTS` of their rules.py).
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, NamedTuple

from txng.conf.speech import gettext_noop as N_

ROOMS: Final = (
    "accounts", "documents", "parties", "products", "barcodes", "certification", "transparency",
    "repository", "journeys", "analytics", "supervision", "support", "resolver",
    "outreach", "training", "programme", "awards", "budget", "reports",
)  # fmt: skip
SCOPES: Final = {
    "capture": N_("Ghi sự kiện của đơn vị mình"),
    "query": N_("Xem sự kiện của đơn vị mình"),
    "links": N_("Sửa liên kết của mã đơn vị mình"),
    "oversight": N_("Xem sự kiện của mọi đơn vị"),
}
SECTORS: Final = {
    "khoa-hoc-cong-nghe": N_("Khoa học và công nghệ"),
    "nong-nghiep": N_("Nông nghiệp và môi trường"),
    "cong-thuong": N_("Công thương"),
    "y-te": N_("Y tế"),
}


class Shipped(NamedTuple):
    """`rights` are those of one line for each room; a word that ends in "." is every right of a room."""

    name: str
    purpose: str
    kinds: tuple[str, ...]
    rights: tuple[str, ...]
    needs_second_factor: bool = False
    is_for_devices: bool = False


ROLES: Final[Mapping[str, Shipped]] = {
    "chu-co-so": Shipped(
        N_("Chủ cơ sở"),
        N_("Người đứng đầu doanh nghiệp, hợp tác xã hoặc hộ; quản lý người và khóa của mình."),
        ("enterprise",),
        (
            *("capture", "query", "links", "accounts.members", "accounts.keys", "accounts.journal"),
            *("parties.see", "parties.edit", "products.see", "products.edit"),
            *("barcodes.see", "barcodes.keep_prefixes", "barcodes.allocate", "barcodes.issue"),
            *("barcodes.print", "barcodes.scan_back", "barcodes.activate", "barcodes.end"),
            *("resolver.see_links", "certification.see", "certification.assess"),
            *("supervision.own", "support.begin", "support.answer", "training.need"),
            *("awards.apply", "awards.propose"),
        ),
    ),
    "chu-co-so-cho": Shipped(
        N_("Chủ cơ sở, chờ xác nhận"),
        N_("Người vừa tự đăng ký: điền được mọi sổ, chưa ghi sự kiện và chưa kích hoạt tem."),
        ("enterprise",),
        (
            *("query", "accounts.members", "accounts.journal"),
            *("parties.see", "parties.edit", "products.see", "products.edit"),
            *("barcodes.see", "barcodes.keep_prefixes", "barcodes.allocate", "barcodes.issue"),
            *("barcodes.print", "barcodes.scan_back", "certification.see"),
            *("support.begin", "support.answer", "training.need"),
        ),
    ),
    "nhan-vien": Shipped(
        N_("Nhân viên"),
        N_("Người làm việc hằng ngày: khai báo, in tem, xem dữ liệu của cơ sở."),
        ("enterprise",),
        (
            *("capture", "query", "parties.see", "products.see", "products.edit"),
            *("barcodes.see", "barcodes.issue", "barcodes.print", "barcodes.scan_back"),
            *("barcodes.activate", "certification.see", "supervision.own"),
        ),
    ),
    "dien-thoai": Shipped(
        N_("Điện thoại ngoài đồng"),
        N_("Điện thoại được nối bằng mã QR; chỉ ghi việc vừa làm."),
        ("enterprise",),
        ("capture",),
        is_for_devices=True,
    ),
    "chung-nhan": Shipped(
        N_("Tổ chức chứng nhận"),
        N_("Người của tổ chức chứng nhận; quản lý chứng nhận mà tổ chức mình cấp."),
        ("certifier",),
        (
            *("capture", "query", "accounts.members", "accounts.keys", "accounts.journal"),
            *("parties.see", "products.see"),
            *("certification.see", "certification.issue", "certification.suspend"),
            "programme.part",
        ),
        needs_second_factor=True,
    ),
    "thuong-truc": Shipped(
        N_("Cơ quan thường trực"),
        N_("Cán bộ của Sở Khoa học và Công nghệ phụ trách hệ thống toàn tỉnh."),
        ("agency",),
        (
            *("query", "oversight", "links", "accounts.", "products.", "resolver."),
            *("documents.", "outreach.", "training.", "programme.", "reports."),
            # what it grants is agreed to by the department of finance: never awards.coapprove here
            *("awards.see", "awards.propose", "awards.keep", "awards.decide"),
            # the estimate of one's own department is appraised by another: never budget.appraise here
            *("budget.see", "budget.see_all", "budget.propose", "budget.approve"),
            *("budget.disburse", "budget.keep"),
            # names of persons for an hour and a reason, never as a standing right (parties.see_persons)
            *("parties.count", "parties.see", "parties.open_persons", "parties.see_openings"),
            *("parties.edit", "parties.merge", "parties.mandates"),
            *("support.confirm", "support.see", "support.survey"),
            *("barcodes.see", "barcodes.exceed", "barcodes.set_fees"),
            *("certification.see", "certification.keep_bodies", "certification.keep_checklists"),
            *("certification.suspend", "certification.oversee"),
            *("supervision.watch", "supervision.set_limits"),
            *("supervision.recall", "supervision.order_recall"),
        ),
        needs_second_factor=True,
    ),
    "can-bo": Shipped(
        N_("Cán bộ theo ngành và địa bàn"),
        N_("Cán bộ sở, ngành, xã, phường, đặc khu; thấy và làm trong địa bàn và ngành được giao."),
        ("agency",),
        (
            *("query", "accounts.journal", "parties.count", "parties.see", "parties.see_persons"),
            "parties.edit",
            *("products.see", "products.edit", "products.propose", "products.opine"),
            *("products.score", "products.oversee", "products.keep_marks", "barcodes.see"),
            *("certification.see", "certification.oversee", "supervision.watch"),
            *("support.confirm", "support.see", "programme.see", "programme.update"),
            "programme.part",
            *("budget.see", "budget.propose", "budget.disburse", "awards.see"),
            "awards.propose",
            *("outreach.write", "outreach.campaign", "outreach.answer", "training.see"),
            *("training.need", "training.teach", "reports.see", "reports.fill"),
            *("reports.dashboard", "documents.draft"),
        ),
        needs_second_factor=True,
    ),
    "tai-chinh": Shipped(
        N_("Cơ quan tài chính"),
        N_("Cán bộ Sở Tài chính: thẩm định dự toán, quyết toán, khóa sổ năm."),
        ("agency",),
        (
            *("accounts.journal", "programme.see", "programme.update", "programme.part"),
            *(
                "budget.see",
                "budget.see_all",
                "budget.propose",
                "budget.appraise",
                "budget.disburse",
            ),
            "budget.settle",
            *(
                "awards.see",
                "awards.coapprove",
                "training.see",
                "training.need",
                "reports.see",
                "reports.fill",
            ),
            *("reports.dashboard", "documents.draft"),
        ),
        needs_second_factor=True,
    ),
    "phoi-hop": Shipped(
        N_("Đơn vị phối hợp"),
        N_(
            "Báo, đài, hiệp hội, trung tâm: báo kết quả phần việc mà Kế hoạch giao cho đơn vị mình."
        ),
        ("agency",),
        (
            *("accounts.journal", "programme.see", "programme.update", "programme.part"),
            *("budget.see", "awards.propose"),
            *("budget.propose", "budget.disburse", "awards.see", "outreach.write"),
            *("outreach.campaign", "outreach.answer", "training.see", "training.need"),
            *("training.teach", "reports.see", "reports.fill"),
        ),
        needs_second_factor=True,
    ),
    "kiem-tra": Shipped(
        N_("Kiểm tra viên"),
        N_("Người đi kiểm tra; thấy trong địa bàn và ngành được giao."),
        ("agency",),
        (
            *("capture", "query", "oversight", "accounts.journal", "parties.count", "parties.see"),
            *("parties.see_persons", "parties.see_openings", "products.see", "products.oversee"),
            "barcodes.see",
            *("certification.see", "certification.oversee", "supervision.watch"),
            # what an inspector drafts the standing agency orders
            *("supervision.recall", "programme.see", "reports.see", "reports.dashboard"),
        ),
        needs_second_factor=True,
    ),
    "lanh-dao": Shipped(
        N_("Lãnh đạo"),
        N_("Xem số liệu tổng hợp, tiến độ Kế hoạch, kinh phí và báo cáo năm."),
        ("agency",),
        (
            *("accounts.count", "parties.count", "programme.see", "budget.see", "awards.see"),
            "budget.see_all",
            *("training.see", "reports.see", "reports.dashboard", "documents.sign"),
        ),
        needs_second_factor=True,
    ),
}


PASSING: Final = frozenset({"chu-co-so-cho"})
"""Held for a while, until a wider one takes its place: not on offer to whoever may give the wider one."""


@cache
def rights() -> Mapping[str, str]:
    """Every right that a role may hold, with its sentence in the source language."""
    found: dict[str, str] = dict(SCOPES)
    for room in ROOMS:
        if find_spec(f"txng.{room}") is None or find_spec(f"txng.{room}.rules") is None:
            continue  # the room is not built yet
        found |= getattr(import_module(f"txng.{room}.rules"), "RIGHTS", {})
    return found


@cache
def territories() -> Mapping[str, str]:
    """Communes of today, in the order of the Vietnamese alphabet."""
    from txng.parties import administrative_units
    from txng.ui.collation import sort_key

    units = sorted(administrative_units.communes(), key=lambda unit: sort_key(unit.name))
    return {unit.code: unit.name for unit in units}


def sectors() -> Mapping[str, str]:
    return SECTORS


def rights_of(code: str) -> list[str]:
    """The rights of a shipped role, "accounts." spelt out; those of rooms that are not built left out."""
    wanted = ROLES[code].rights
    rooms = tuple(word for word in wanted if word.endswith("."))
    return sorted(
        right for right in rights() if right in wanted or (rooms and right.startswith(rooms))
    )


def install() -> list[str]:
    """Put the shipped roles into the database; codes of those that are new or were changed.

    Shipped roles are what this file says, after every `txng init`; a province that wants another makes
    one of its own.
    """
    from txng.accounts import actions, actors, queries

    before: dict[str, Any] = {one.code: one.changed_at for one in queries.roles()}
    for code, role in ROLES.items():
        actions.define_role(
            by=actors.operator(),
            code=code,
            name=role.name,
            purpose=role.purpose,
            rights=rights_of(code),
            kinds=role.kinds,
            needs_second_factor=role.needs_second_factor,
            is_for_devices=role.is_for_devices,
        )
    return [one.code for one in queries.roles() if before.get(one.code) != one.changed_at]
