"""Routes of awards, in words that people here can read aloud."""

from django.urls import URLPattern

app_name = "awards"
urlpatterns: list[URLPattern] = []
