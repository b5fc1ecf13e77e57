"""Routes: consumers report a suspicion and see what became of it; officers watch how fresh data is."""

from django.urls import path

from txng.supervision.views import freshness, reports

app_name = "supervision"
urlpatterns = [
    path("bao-nghi-ngo", reports.report_form, name="report"),
    path("bao-nghi-ngo/<str:number>", reports.status, name="status"),
    path("giam-sat/cap-nhat", freshness.freshness, name="freshness"),
    path("giam-sat/cap-nhat/co-so/<str:code>", freshness.freshness_of, name="freshness_of"),
    path("giam-sat/cap-nhat/nguong", freshness.limits, name="limits"),
    path("giam-sat/cap-nhat/nguong/hoan-tac", freshness.undo_limits, name="undo_limits"),
    path("du-lieu-cua-toi", freshness.my_freshness, name="my_freshness"),
]
