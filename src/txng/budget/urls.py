"""Routes of budget, in words that people here can read aloud."""

from django.urls import path

from txng.budget.views import deciding, keeping, lines, overview, pilots, spending, years

app_name = "budget"
urlpatterns = [
    path("kinh-phi", overview.overview, name="overview"),
    path("kinh-phi/dong", lines.lines, name="lines"),
    path("kinh-phi/dong/moi", lines.new_line, name="new_line"),
    path("kinh-phi/dong/<str:code>", lines.line, name="line"),
    path("kinh-phi/dong/<str:code>/sua", lines.change_line, name="change_line"),
    path("kinh-phi/dong/<str:code>/gui", lines.propose, name="propose"),
    path("kinh-phi/dong/<str:code>/rut", lines.take_back, name="take_back"),
    path("kinh-phi/dong/<str:code>/xoa", lines.drop_line, name="drop_line"),
    path("kinh-phi/dong/<str:code>/tham-dinh", deciding.appraise, name="appraise"),
    path("kinh-phi/dong/<str:code>/tra-lai", deciding.return_line, name="return_line"),
    path("kinh-phi/dong/<str:code>/phe-duyet", deciding.approve, name="approve"),
    path("kinh-phi/dong/<str:code>/rut-lai", deciding.undo, name="undo"),
    path("kinh-phi/dong/<str:code>/chung-tu", spending.new_voucher, name="new_voucher"),
    path("kinh-phi/chung-tu/<int:number>/dao", spending.counter, name="counter"),
    path("kinh-phi/chung-tu/<int:number>/tep", spending.attach, name="attach"),
    path("kinh-phi/chung-tu/<int:number>/tep/<int:attachment>", spending.file, name="file"),
    path("kinh-phi/cua-toi", lines.own, name="own"),
    path("kinh-phi/cua-toi.xlsx", lines.own_sheet, name="own_sheet"),
    path("kinh-phi/cho-quyet", deciding.queue, name="queue"),
    path("kinh-phi/nam/<int:year>", years.year, name="year"),
    path("kinh-phi/nam/<int:year>/khoa", years.close, name="close"),
    path("kinh-phi/nam/<int:year>/mo-lai", years.reopen, name="reopen"),
    path("kinh-phi/nam/<int:year>/quyet-toan/<slug:agency>", years.settle, name="settle"),
    path("kinh-phi/nam/<int:year>/bo-quyet-toan/<slug:agency>", years.unsettle, name="unsettle"),
    path("kinh-phi/nguon", keeping.sources, name="sources"),
    path("kinh-phi/nguon/moi", keeping.new_source, name="new_source"),
    path("kinh-phi/nguon/<slug:code>", keeping.change_source, name="change_source"),
    path("kinh-phi/chuong-trinh/moi", keeping.new_programme, name="new_programme"),
    path("kinh-phi/chuong-trinh/<slug:code>", keeping.programme, name="programme"),
    path("kinh-phi/mo-hinh", pilots.pilots, name="pilots"),
    path("kinh-phi/mo-hinh/moi", pilots.new_pilot, name="new_pilot"),
    path("kinh-phi/mo-hinh/<int:number>", pilots.pilot, name="pilot"),
    path("kinh-phi/mo-hinh/<int:number>/sua", pilots.change_pilot, name="change_pilot"),
    path("kinh-phi/mo-hinh/<int:number>/khoan", pilots.new_item, name="new_item"),
    path("kinh-phi/mo-hinh/<int:number>/khoan/<int:item>/xoa", pilots.drop_item, name="drop_item"),
    path("kinh-phi/mo-hinh/<int:number>/du-toan", pilots.estimate, name="estimate"),
]
