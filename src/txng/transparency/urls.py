"""Routes of the public log for people. Its files lie in front of Django (`rest.py`)."""

from django.urls import path, re_path

from txng.transparency import views

app_name = "transparency"
urlpatterns = [
    path("nhat-ky-minh-bach", views.log, name="log"),
    path("nhat-ky-minh-bach/ban-in", views.printed, name="printed"),
    path("nhat-ky-minh-bach/policy.txt", views.policy, name="policy"),
    re_path(r"^bang-chung/(?P<name>.+)\.tlog-proof$", views.proof_file, name="proof_file"),
    re_path(r"^bang-chung/(?P<name>.+)$", views.proof, name="proof"),
]
