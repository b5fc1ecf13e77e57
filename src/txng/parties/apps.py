from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "txng.parties"
    label = "parties"
    verbose_name = "Sổ cơ sở"

    def ready(self) -> None:
        from txng.documents import imports
        from txng.parties import importing

        imports.register(importing.ENTERPRISES)
        imports.register(importing.PLOTS)
