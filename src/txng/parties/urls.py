"""Routes of the register, under /so/."""

from django.urls import path

from txng.parties.views import agencies, enterprises, openings, places

app_name = "parties"
urlpatterns = [
    path("so/co-so", enterprises.enterprises, name="enterprises"),
    path("so/co-so/moi", enterprises.new_enterprise, name="new_enterprise"),
    path("so/co-so/<str:code>", enterprises.enterprise, name="enterprise"),
    path("so/co-so/<str:code>/sua", enterprises.edit_enterprise, name="edit_enterprise"),
    path("so/co-so/<str:code>/ngung", enterprises.close_enterprise, name="close_enterprise"),
    path("so/co-so/<str:code>/mo-lai", enterprises.reopen_enterprise, name="reopen_enterprise"),
    path("so/co-so/<str:code>/thanh-vien", enterprises.add_member, name="add_member"),
    path(
        "so/co-so/<str:code>/thanh-vien/<int:number>/ra",
        enterprises.end_membership,
        name="end_membership",
    ),
    path("so/co-so/<str:code>/dia-diem/moi", places.new_establishment, name="new_establishment"),
    path("so/co-so/<str:code>/thua/moi", places.new_plot, name="new_plot"),
    path("so/co-so/<str:code>/ma-so/moi", places.new_site_code, name="new_site_code"),
    path("so/co-so/<str:code>/mo-ten", openings.open_persons, name="open_persons"),
    path("so/mo-ten", openings.openings, name="openings"),
    path("so/so-lieu", enterprises.figures, name="figures"),
    path("so/trung", enterprises.duplicates, name="duplicates"),
    path("so/gop/<str:keep>/<str:drop>", enterprises.merge, name="merge"),
    path("so/dia-diem/<str:code>/sua", places.edit_establishment, name="edit_establishment"),
    path("so/thua", places.plots, name="plots"),
    path("so/thua/<str:code>", places.plot, name="plot"),
    path("so/thua/<str:code>/geojson", places.plot_geojson, name="plot_geojson"),
    path("so/thua/<str:code>/sua", places.edit_plot, name="edit_plot"),
    path("so/thua/<str:code>/thoi", places.close_plot, name="close_plot"),
    path("so/ma-so/<int:number>", places.site_code, name="site_code"),
    path("so/ma-so/<int:number>/sua", places.edit_site_code, name="edit_site_code"),
    path("so/ma-so/<int:number>/trang-thai", places.state_site_code, name="state_site_code"),
    path("so/co-quan", agencies.agencies, name="agencies"),
    path("so/co-quan/<slug:code>", agencies.agency, name="agency"),
    path("so/co-quan/<slug:code>/ten", agencies.rename_agency, name="rename_agency"),
    path("so/co-quan/<slug:code>/ket-thuc", agencies.end_agency, name="end_agency"),
    path("so/co-quan/<slug:code>/nhiem-vu", agencies.add_mandate, name="add_mandate"),
    path("so/co-quan/<slug:code>/tai-khoan", agencies.seat_agency, name="seat_agency"),
    path(
        "so/co-quan/<slug:code>/tai-khoan-tung-don-vi", agencies.open_accounts, name="open_accounts"
    ),
    path("so/nhiem-vu", agencies.mandates, name="mandates"),
    path("so/nhiem-vu/ke-hoach-6736", agencies.load_plan, name="load_plan"),
    path("so/don-vi-hanh-chinh", agencies.administrative_units, name="units"),
]
