"""Routes of budget, in words that people here can read aloud."""

from django.urls import URLPattern

app_name = "budget"
urlpatterns: list[URLPattern] = []
