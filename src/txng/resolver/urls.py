"""Routes of the public trace pages, where every path of a printed code begins with /01/; and of links."""

from django.urls import path, re_path

from txng.resolver.views import declarations, hosts, links, ranges
from txng.resolver.views import public as views

app_name = "resolver"
urlpatterns = [
    path("", views.home, name="home"),
    path("tra-cuu", views.look_up, name="look_up"),
    path("tro-giup", views.help_page, name="help"),
    path("tiep-can", views.accessibility, name="accessibility"),
    path("offline.js", views.offline_worker, name="offline_worker"),
    path("hinh/<str:name>", views.picture, name="picture"),
    path("ma-dan-den", links.links, name="links"),
    path("ma-dan-den/them", links.new_link, name="new_link"),
    path("ma-dan-den/<int:number>", links.link, name="link"),
    path("ma-dan-den/<int:number>/sua", links.change_link, name="change_link"),
    path("ma-dan-den/<int:number>/go", links.withdraw_link, name="withdraw_link"),
    path(
        "ma-dan-den/<int:number>/khoi-phuc/<int:version>", links.restore_link, name="restore_link"
    ),
    path("ma-dan-den/dot-in", ranges.ranges, name="ranges"),
    path("ma-dan-den/dot-in/them", ranges.new_range, name="new_range"),
    path("ma-dan-den/dot-in/<int:number>", ranges.printed, name="range"),
    path("ma-dan-den/dot-in/<int:number>/thoi", ranges.withdraw, name="withdraw_range"),
    path("khai-tem", declarations.batches, name="declarations"),
    path("khai-tem/lo/<int:number>", declarations.batch, name="declared_batch"),
    path("khai-tem/lo/<int:number>/khai", declarations.declare_batch, name="declare_batch"),
    path("khai-tem/ma-noi-bo", declarations.own_names, name="declared_own_names"),
    path("khai-tem/ma-noi-bo/<int:number>", declarations.own_name, name="declared_own_name"),
    path(
        "khai-tem/ma-noi-bo/<int:number>/khai",
        declarations.declare_own_name,
        name="declare_own_name",
    ),
    path("ten-mien-dich", hosts.hosts, name="hosts"),
    path("ten-mien-dich/<int:number>/duyet", hosts.approve_host, name="approve_host"),
    path("ten-mien-dich/<int:number>/<slug:verdict>", hosts.decline_host, name="decline_host"),
    re_path(r"^01/(?P<rest>.+)$", views.resolve, name="trace"),
]
