from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "txng.programme"
    label = "programme"
    verbose_name = "Kế hoạch"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.programme import figures
        from txng.programme.journal_words import WORDS

        journal_words.register(WORDS)
        figures.come_from("txng.programme.figures.shipped")
