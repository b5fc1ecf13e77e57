from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "txng.analytics"
    label = "analytics"
    verbose_name = "Tín hiệu quét mã"
