from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "txng.supervision"
    label = "supervision"
    verbose_name = "Giám sát"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.supervision.journal_words import WORDS

        journal_words.register(WORDS)
