"""Routes of training, in words that people here can read aloud."""

from django.urls import URLPattern

app_name = "training"
urlpatterns: list[URLPattern] = []
