"""Django's name for this room."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "txng.journeys"
