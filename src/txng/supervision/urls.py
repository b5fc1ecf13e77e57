"""Routes for consumers: report a suspicion, see what became of it."""

from django.urls import path

from txng.supervision import views

app_name = "supervision"
urlpatterns = [
    path("bao-nghi-ngo", views.report_form, name="report"),
    path("bao-nghi-ngo/<str:number>", views.status, name="status"),
]
