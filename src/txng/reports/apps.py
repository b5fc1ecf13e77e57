from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "txng.reports"
    label = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.programme import figures
        from txng.reports.journal_words import WORDS
        from txng.reports.plan_figures import FIGURES

        journal_words.register(WORDS)
        figures.register(*FIGURES)
