from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "txng.support"
    label = "support"
    verbose_name = "Hỗ trợ cơ sở"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.support.journal_words import WORDS

        journal_words.register(WORDS)
