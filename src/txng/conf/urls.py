"""Addresses for people. Machine addresses lie in wsgi.py, in front of Django."""

from django.urls import include, path

urlpatterns = [
    path("", include("txng.resolver.urls")),
    path("", include("txng.transparency.urls")),
    path("", include("txng.supervision.urls")),
    path("", include("txng.support.urls")),
    path("", include("txng.journeys.urls")),
    path("", include("txng.documents.urls")),
    path("", include("txng.accounts.urls")),
    path("", include("txng.parties.urls")),
    path("", include("txng.products.urls")),
    path("", include("txng.barcodes.urls")),
    path("", include("txng.certification.urls")),
    path("", include("txng.outreach.urls")),
    path("", include("txng.training.urls")),
    path("", include("txng.programme.urls")),
    path("", include("txng.awards.urls")),
    path("", include("txng.budget.urls")),
    path("", include("txng.reports.urls")),
    path("trinh-dien/", include("txng.demo.urls")),
]

handler400 = "txng.ui.errors.bad_request"
handler403 = "txng.ui.errors.permission_denied"
handler404 = "txng.ui.errors.not_found"
handler500 = "txng.ui.errors.server_error"
