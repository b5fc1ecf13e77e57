"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.translation import gettext_lazy as _

WORDS: Final = {
    "enterprise.registered": _("Ghi cơ sở mới vào sổ"),
    "enterprise.edited": _("Sửa hồ sơ cơ sở"),
    "enterprise.closed": _("Ghi cơ sở ngừng hoạt động"),
    "enterprise.reopened": _("Ghi cơ sở hoạt động lại"),
    "enterprise.merged": _("Gộp hai mục của một cơ sở"),
    "enterprise.withdrawn": _("Bỏ cơ sở ghi nhầm"),
    "enterprise.account_attached": _("Nối cơ sở với tài khoản của nó"),
    "establishment.registered": _("Ghi địa điểm mới"),
    "establishment.edited": _("Sửa địa điểm"),
    "establishment.withdrawn": _("Bỏ địa điểm ghi nhầm"),
    "plot.registered": _("Ghi thửa mới"),
    "plot.edited": _("Sửa thửa"),
    "plot.closed": _("Thôi dùng thửa"),
    "plot.withdrawn": _("Bỏ thửa ghi nhầm"),
    "sitecode.registered": _("Ghi mã số vùng trồng hoặc cơ sở đóng gói"),
    "sitecode.changed": _("Sửa mã số vùng trồng hoặc cơ sở đóng gói"),
    "sitecode.suspended": _("Đình chỉ mã số vùng trồng hoặc cơ sở đóng gói"),
    "sitecode.restored": _("Khôi phục mã số vùng trồng hoặc cơ sở đóng gói"),
    "sitecode.revoked": _("Thu hồi mã số vùng trồng hoặc cơ sở đóng gói"),
    "sitecode.withdrawn": _("Bỏ mã số vùng trồng hoặc cơ sở đóng gói ghi nhầm"),
    "membership.begun": _("Ghi thành viên của hợp tác xã, tổ hợp tác"),
    "membership.ended": _("Ghi thành viên thôi tham gia"),
    "membership.resumed": _("Ghi thành viên tham gia lại"),
    "membership.struck": _("Bỏ thành viên ghi nhầm"),
    "agency.accounts_opened": _("Mở tài khoản cho từng cơ quan của một nhóm"),
    "agency.seated": _("Ghi ai làm việc thay cơ quan"),
    "agency.renamed": _("Ghi tên mới của cơ quan"),
    "agency.ended": _("Ghi cơ quan kết thúc hoạt động"),
    "mandate.added": _("Giao nhiệm vụ cho cơ quan"),
    "mandate.ended": _("Ghi nhiệm vụ của cơ quan kết thúc"),
    "plan.loaded": _("Nạp nhiệm vụ theo Kế hoạch 6736"),
    "persons.opened": _("Mở tên người của một cơ sở"),
}
