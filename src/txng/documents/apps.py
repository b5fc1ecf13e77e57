"""Django's name for this room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "txng.documents"

    def ready(self) -> None:
        from txng.documents import imports
        from txng.documents.people_sheet import PEOPLE

        imports.register(PEOPLE)
