"""Routes for imports: choose a register, send a sheet, decide, see the receipt."""

from django.urls import path

from txng.documents.views import imports as views

app_name = "documents"
urlpatterns = [
    path("nhap-excel", views.imports, name="imports"),
    path("nhap-excel/lan/<str:number>", views.run, name="run"),
    path("nhap-excel/lan/<str:number>/ghi", views.apply, name="apply"),
    path("nhap-excel/lan/<str:number>/bo", views.drop, name="drop"),
    path("nhap-excel/lan/<str:number>/hoan-tac", views.undo, name="undo"),
    path("nhap-excel/lan/<str:number>/loi.xlsx", views.marked, name="marked"),
    path("nhap-excel/lan/<str:number>/dong", views.rows, name="rows"),
    path("nhap-excel/<slug:code>", views.upload, name="upload"),
    path("nhap-excel/<slug:code>/mau.xlsx", views.template, name="template"),
]
