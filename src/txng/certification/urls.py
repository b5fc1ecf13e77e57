"""Routes of certification, in words that people here can read aloud."""

from django.urls import path

from txng.certification.views import bodies, certificates, public

app_name = "certification"
urlpatterns = [
    path("chung-nhan", public.search, name="search"),
    path("chung-nhan/<str:code>", public.verify, name="verify"),
    path("so/chung-nhan", certificates.certificates, name="certificates"),
    path("so/chung-nhan/cap", certificates.issue, name="issue"),
    path("so/chung-nhan/<int:number>", certificates.certificate, name="certificate"),
    path("so/chung-nhan/<int:number>/gia-han", certificates.renew, name="renew"),
    path("so/chung-nhan/<int:number>/pham-vi", certificates.change_scope, name="change_scope"),
    path("so/chung-nhan/<int:number>/dinh-chi", certificates.suspend, name="suspend"),
    path("so/chung-nhan/<int:number>/khoi-phuc", certificates.restore, name="restore"),
    path("so/chung-nhan/<int:number>/thu-hoi", certificates.withdraw, name="withdraw"),
    path("so/chung-nhan/<int:number>/thu-hoi/xac-nhan", certificates.confirm, name="confirm"),
    path("so/chung-nhan/<int:number>/thu-hoi/bo", certificates.take_back, name="take_back"),
    path("so/chung-nhan/<int:number>/tep", certificates.attach, name="attach"),
    path("so/chung-nhan/<int:number>/tep/<int:attachment>", certificates.file, name="file"),
    path("so/to-chuc-chung-nhan", bodies.bodies, name="bodies"),
    path("so/to-chuc-chung-nhan/them", bodies.new_body, name="new_body"),
    path("so/to-chuc-chung-nhan/<int:number>", bodies.body, name="body"),
    path("so/to-chuc-chung-nhan/<int:number>/cong-nhan", bodies.accredit, name="accredit"),
    path("so/chuong-trinh-chung-nhan", bodies.schemes, name="schemes"),
    path("so/chuong-trinh-chung-nhan/them", bodies.new_scheme, name="new_scheme"),
    path(
        "so/chuong-trinh-chung-nhan/<slug:code>/thoi-han",
        bodies.scheme_months,
        name="scheme_months",
    ),
]
