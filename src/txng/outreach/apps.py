from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "txng.outreach"
    label = "outreach"
    verbose_name = "Truyền thông"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.outreach.journal_words import WORDS

        journal_words.register(WORDS)
