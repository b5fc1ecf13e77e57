from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "txng.certification"
    label = "certification"
    verbose_name = "Chứng nhận"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.certification.journal_words import WORDS

        journal_words.register(WORDS)
