"""Django's name for this room."""

from django.apps import AppConfig


class ResolverConfig(AppConfig):
    name = "txng.resolver"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from txng.accounts import journal_words

        journal_words.register(
            {
                "labels.declared": _("Khai tem vào sổ sự kiện"),
                "ownname.declared": _("Khai mã nội bộ vào sổ sự kiện"),
                "link.registered": _("Đặt liên kết của một mã"),
                "link.replaced": _("Đổi liên kết của một mã"),
                "link.restored": _("Đặt lại liên kết đã gỡ"),
                "link_host.requested": _("Xin dùng một tên miền đích"),
                "link_host.approved": _("Duyệt một tên miền đích"),
                "link_host.refused": _("Không duyệt một tên miền đích"),
                "link_host.revoked": _("Rút một tên miền đích"),
                "links.checked": _("Kiểm tra các liên kết còn mở được"),
                "printed_range.recorded": _("Ghi đợt in"),
                "printed_range.withdrawn": _("Thôi theo dõi"),
            }
        )
