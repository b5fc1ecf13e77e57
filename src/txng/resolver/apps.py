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
                "printed_range.recorded": _("Ghi đợt in"),
                "printed_range.withdrawn": _("Thôi theo dõi"),
            }
        )
