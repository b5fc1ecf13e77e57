"""Routes of barcodes, in words that people here can read aloud."""

from django.urls import path

from txng.barcodes.views import batches, cases, designs, keys, lots

app_name = "barcodes"
urlpatterns = [
    path("so/ma-so", keys.prefixes, name="prefixes"),
    path("so/ma-so/khai", keys.hold, name="hold"),
    path("so/ma-so/xin-cap", cases.cases, name="cases"),
    path("so/ma-so/xin-cap/mo", cases.open_case, name="open_case"),
    path("so/ma-so/xin-cap/<int:number>", cases.case, name="case"),
    path("so/ma-so/xin-cap/<int:number>/viec", cases.tick, name="tick_case"),
    path("so/ma-so/xin-cap/<int:number>/nop", cases.send, name="send_case"),
    path("so/ma-so/xin-cap/<int:number>/duoc-cap", cases.grant, name="grant_case"),
    path("so/ma-so/xin-cap/<int:number>/dong", cases.close, name="close_case"),
    path("so/ma-so/xin-cap/<int:number>/ban-dang-ky.pdf", cases.form_as_pdf, name="case_form"),
    path("so/ma-so/phi", cases.fees, name="fees"),
    path("so/ma-so/phi/sua", cases.set_fee, name="set_fee"),
    path("so/ma-so/noi-bo", keys.own_names, name="own_names"),
    path("so/ma-so/noi-bo/them", keys.give_own_name, name="give_own_name"),
    path("so/ma-so/noi-bo/<int:number>/noi", keys.join, name="join"),
    path("so/ma-so/gs1/<slug:digits>", keys.prefix, name="prefix"),
    path("so/ma-so/gs1/<slug:digits>/khoa", keys.given, name="given"),
    path("so/ma-so/gs1/<slug:digits>/cap", keys.allocate, name="allocate"),
    path("so/ma-so/gs1/<slug:digits>/da-dung", keys.record_earlier, name="record_earlier"),
    path("so/ma-so/gs1/<slug:digits>/nop-phi", keys.pay_fee, name="pay_fee"),
    path("tem", batches.batches, name="batches"),
    path("tem/lo-hang", lots.lots, name="lots"),
    path("tem/lo-hang/khai", lots.declare, name="declare"),
    path("tem/lo-hang/<int:number>", lots.lot, name="lot"),
    path("tem/lo-hang/<int:number>/tao", lots.issue, name="issue"),
    path("tem/lo-hang/<int:number>/vuot", lots.exceed, name="exceed"),
    path("tem/mau", designs.designs, name="designs"),
    path("tem/mau/<slug:name>", designs.design, name="design"),
    path("tem/<int:number>", batches.batch, name="batch"),
    path("tem/<int:number>/in", batches.print_labels, name="print"),
    path("tem/<int:number>/quet-thu", batches.scan_back, name="scan_back"),
    path("tem/<int:number>/buoc", batches.step, name="step"),
    path("tem/<int:number>/so-se-ri.csv", batches.serials_file, name="serials"),
]
