"""Routes of the public trace pages, where every path of a printed code begins with /01/; and of links."""

from django.urls import path, re_path

from txng.resolver.views import hosts, links
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
    path("ten-mien-dich", hosts.hosts, name="hosts"),
    path("ten-mien-dich/<int:number>/duyet", hosts.approve_host, name="approve_host"),
    path("ten-mien-dich/<int:number>/<slug:verdict>", hosts.decline_host, name="decline_host"),
    re_path(r"^01/(?P<rest>.+)$", views.resolve, name="trace"),
]
