from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "txng.parties"
    label = "parties"
    verbose_name = "Sổ cơ sở"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.documents import imports
        from txng.parties import importing, importing_members, importing_places
        from txng.parties.journal_words import WORDS

        imports.register(importing.ENTERPRISES)
        imports.register(importing_places.ESTABLISHMENTS)
        imports.register(importing.PLOTS)
        imports.register(importing_members.MEMBERS)
        imports.register(importing_places.SITE_CODES)
        journal_words.register(WORDS)
