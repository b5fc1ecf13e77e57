"""Money of the Plan: sources, estimates, appraisal, approval, disbursement, settlement."""

from django.apps import AppConfig


class BudgetConfig(AppConfig):
    name = "txng.budget"
    label = "budget"
    verbose_name = "Kinh phí"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.budget.importing import LINES
        from txng.budget.journal_words import WORDS
        from txng.documents import imports
        from txng.programme import figures

        journal_words.register(WORDS)
        imports.register(LINES)
        figures.come_from("txng.budget.figures")
