from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "txng.transparency"
    label = "transparency"
    verbose_name = "Nhật ký minh bạch"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.transparency.journal_words import WORDS

        journal_words.register(WORDS)
