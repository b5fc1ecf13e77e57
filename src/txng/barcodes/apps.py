from django.apps import AppConfig


class BarcodesConfig(AppConfig):
    name = "txng.barcodes"
    label = "barcodes"
    verbose_name = "Mã số mã vạch"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.barcodes.journal_words import WORDS

        journal_words.register(WORDS)
