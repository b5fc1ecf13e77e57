from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "txng.reports"
    label = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.documents import paper_sources
        from txng.programme import figures
        from txng.reports.journal_words import WORDS

        journal_words.register(WORDS)
        figures.come_from("txng.reports.plan_figures")
        paper_sources.register("reports.report", "txng.reports.queries.paper.told_source")
