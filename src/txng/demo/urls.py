"""Where the demonstration province shows what there is to scan."""

from django.urls import path

from txng.demo import views

app_name = "demo"
urlpatterns = [path("", views.province, name="province")]
