"""Django's name for this room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "txng.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"
