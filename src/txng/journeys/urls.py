"""Routes of the trace explorer: four views of one question, its files, how a lent view begins and ends."""

from django.urls import path

from txng.journeys import views

app_name = "journeys"
urlpatterns = [
    path("hanh-trinh", views.graph, name="graph"),
    path("hanh-trinh/bang", views.table, name="table"),
    path("hanh-trinh/ban-do", views.places, name="map"),
    path("hanh-trinh/dong-thoi-gian", views.timeline, name="timeline"),
    path("hanh-trinh/tro-giup", views.help_page, name="help"),
    path("hanh-trinh/bang.csv", views.csv_file, name="csv"),
    path("hanh-trinh/do-thi.graphml", views.graphml_file, name="graphml"),
    path("hanh-trinh/so-do.svg", views.svg_file, name="svg"),
    path("hanh-trinh/su-kien.jsonld", views.epcis_file, name="epcis"),
    path("hanh-trinh/vao", views.enter, name="enter"),
    path("hanh-trinh/roi", views.leave, name="leave"),
]
