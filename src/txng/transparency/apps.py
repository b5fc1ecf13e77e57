from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "txng.transparency"
    label = "transparency"
    verbose_name = "Nhật ký minh bạch"
