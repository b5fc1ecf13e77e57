from django.apps import AppConfig


class BudgetConfig(AppConfig):
    name = "txng.budget"
    label = "budget"
    verbose_name = "Kinh phí"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.budget.journal_words import WORDS

        journal_words.register(WORDS)
