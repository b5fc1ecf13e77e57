from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "txng.awards"
    label = "awards"
    verbose_name = "Khuyến khích"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.awards.journal_words import WORDS
        from txng.programme import figures

        journal_words.register(WORDS)
        figures.come_from("txng.awards.figures")
