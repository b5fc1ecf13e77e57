"""Routes of outreach, in words that people here can read aloud."""

from django.urls import URLPattern

app_name = "outreach"
urlpatterns: list[URLPattern] = []
