from django.apps import AppConfig


class BarcodesConfig(AppConfig):
    name = "txng.barcodes"
    label = "barcodes"
    verbose_name = "Mã số mã vạch"
