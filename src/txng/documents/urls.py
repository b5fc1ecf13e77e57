"""Routes: imports; the library, public and kept; papers from draft to number."""

from django.urls import path

from txng.documents.views import imports, keeping, library, papers

app_name = "documents"
urlpatterns = [
    path("nhap-excel", imports.imports, name="imports"),
    path("nhap-excel/lan/<str:number>", imports.run, name="run"),
    path("nhap-excel/lan/<str:number>/ghi", imports.apply, name="apply"),
    path("nhap-excel/lan/<str:number>/bo", imports.drop, name="drop"),
    path("nhap-excel/lan/<str:number>/hoan-tac", imports.undo, name="undo"),
    path("nhap-excel/lan/<str:number>/loi.xlsx", imports.marked, name="marked"),
    path("nhap-excel/lan/<str:number>/dong", imports.rows, name="rows"),
    path("nhap-excel/<slug:code>", imports.upload, name="upload"),
    path("nhap-excel/<slug:code>/mau.xlsx", imports.template, name="template"),
    path("van-ban", library.library, name="library"),
    path("van-ban/<slug:slug>", library.instrument, name="instrument"),
    path(
        "van-ban/<slug:slug>/tep/<int:attachment>", library.instrument_file, name="instrument_file"
    ),
    path("van-ban/<slug:slug>/theo-doi", library.follow, name="follow"),
    path("thu-vien/thay-doi", library.changes, name="changes"),
    path("thu-vien/da-xem", library.seen, name="seen"),
    path("thu-vien/theo-doi-nhom", library.follow_facet, name="follow_facet"),
    path("thu-vien/thoi-theo-doi", library.unfollow, name="unfollow"),
    path("thu-vien", keeping.keep, name="keep"),
    path("thu-vien/nap", keeping.load, name="load"),
    path("thu-vien/them", keeping.add_instrument, name="add_instrument"),
    path("thu-vien/<slug:slug>/sua", keeping.edit_instrument, name="edit_instrument"),
    path("thu-vien/<slug:slug>/hieu-luc", keeping.instrument_status, name="instrument_status"),
    path("thu-vien/<slug:slug>/quan-he", keeping.instrument_relations, name="instrument_relations"),
    path("thu-vien/<slug:slug>/quan-he/<int:number>/go", keeping.unrelate, name="unrelate"),
    path("thu-vien/<slug:slug>/kem-tep", keeping.attach_text, name="attach_text"),
    path("soan-van-ban", papers.papers, name="papers"),
    path("soan-van-ban/moi", papers.new_paper, name="new_paper"),
    path("soan-van-ban/tieu-de", papers.letterhead, name="letterhead"),
    path("soan-van-ban/<int:number>", papers.paper, name="paper"),
    path("soan-van-ban/<int:number>/sua", papers.edit_paper, name="edit_paper"),
    path("soan-van-ban/<int:number>/buoc", papers.paper_step, name="paper_step"),
    path("soan-van-ban/<int:number>/xem", papers.preview, name="preview"),
    path("soan-van-ban/<int:number>/tai.docx", papers.paper_docx, name="paper_docx"),
    path("soan-van-ban/<int:number>/tai.pdf", papers.paper_pdf, name="paper_pdf"),
    path("trinh-ky", papers.to_sign, name="to_sign"),
    path("so-van-ban", papers.numbers, name="numbers"),
]
