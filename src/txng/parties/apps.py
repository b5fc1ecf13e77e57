from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "txng.parties"
    label = "parties"
    verbose_name = "Sổ cơ sở"
