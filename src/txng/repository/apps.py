from django.apps import AppConfig


class RepositoryConfig(AppConfig):
    name = "txng.repository"
    label = "repository"
    verbose_name = "Kho sự kiện EPCIS"
