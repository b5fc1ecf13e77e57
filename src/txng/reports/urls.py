"""Routes of reports, in words that people here can read aloud."""

from django.urls import URLPattern

app_name = "reports"
urlpatterns: list[URLPattern] = []
