from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "txng.certification"
    label = "certification"
    verbose_name = "Chứng nhận"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.certification.importing import CERTIFICATES
        from txng.certification.journal_words import WORDS
        from txng.documents import imports

        imports.register(CERTIFICATES)
        journal_words.register(WORDS)
