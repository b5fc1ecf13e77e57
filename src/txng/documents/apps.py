"""Django's name for this room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "txng.documents"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.documents import imports
        from txng.documents.journal_words import WORDS
        from txng.documents.people_sheet import PEOPLE

        imports.register(PEOPLE)
        journal_words.register(WORDS)
