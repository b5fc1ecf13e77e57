from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "txng.parties"
    label = "parties"
    verbose_name = "Sổ cơ sở"

    def ready(self) -> None:
        from txng.documents import imports
        from txng.parties import importing, importing_members, importing_places

        imports.register(importing.ENTERPRISES)
        imports.register(importing_places.ESTABLISHMENTS)
        imports.register(importing.PLOTS)
        imports.register(importing_members.MEMBERS)
        imports.register(importing_places.SITE_CODES)
