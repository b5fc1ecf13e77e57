from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "txng.training"
    label = "training"
    verbose_name = "Đào tạo"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.documents import imports
        from txng.training.importing import ATTENDANCE
        from txng.training.journal_words import WORDS

        journal_words.register(WORDS)
        imports.register(ATTENDANCE)
