"""Routes of the public trace pages. Every path of a printed code begins with /01/."""

from django.urls import path, re_path

from txng.resolver import views

app_name = "resolver"
urlpatterns = [
    path("", views.home, name="home"),
    path("tra-cuu", views.look_up, name="look_up"),
    path("tro-giup", views.help_page, name="help"),
    path("tiep-can", views.accessibility, name="accessibility"),
    path("offline.js", views.offline_worker, name="offline_worker"),
    path("hinh/<str:name>", views.picture, name="picture"),
    re_path(r"^01/(?P<rest>.+)$", views.resolve, name="trace"),
]
