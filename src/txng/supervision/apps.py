from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "txng.supervision"
    label = "supervision"
    verbose_name = "Giám sát"
