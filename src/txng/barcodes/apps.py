from django.apps import AppConfig


class BarcodesConfig(AppConfig):
    name = "txng.barcodes"
    label = "barcodes"
    verbose_name = "Mã số mã vạch"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.barcodes.importing import PREFIXES
        from txng.barcodes.journal_words import WORDS
        from txng.documents import imports

        imports.register(PREFIXES)
        journal_words.register(WORDS)
