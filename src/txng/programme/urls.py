"""Routes of programme, in words that people here can read aloud."""

from django.urls import URLPattern

app_name = "programme"
urlpatterns: list[URLPattern] = []
