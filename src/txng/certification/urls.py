"""Routes of certification, in words that people here can read aloud."""

from django.urls import URLPattern

app_name = "certification"
urlpatterns: list[URLPattern] = []
