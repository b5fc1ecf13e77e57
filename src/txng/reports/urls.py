"""Routes of reports, in words that people here can read aloud."""

from django.urls import URLPattern, path

from txng.reports.views import annual, dashboard, numbers, sections

app_name = "reports"
YEAR = "bao-cao/<int:year>"
PART = f"{YEAR}/phan/<str:code>"
NUMBER = f"{YEAR}/so-lieu/<int:number>"

urlpatterns: list[URLPattern] = [
    path("dieu-hanh", dashboard.dashboard, name="dashboard"),
    path("bao-cao", annual.reports, name="reports"),
    path("bao-cao/tao", annual.create, name="create"),
    path(YEAR, annual.report, name="report"),
    path(f"{YEAR}/thong-tin", annual.report_facts, name="report_facts"),
    path(f"{YEAR}/dien", annual.fill_all, name="fill_all"),
    path(f"{YEAR}/ban-thao", annual.draft, name="draft"),
    path(f"{YEAR}/ban-thao.pdf", annual.draft_pdf, name="draft_pdf"),
    path(f"{YEAR}/ban-thao.docx", annual.draft_docx, name="draft_docx"),
    path(f"{YEAR}/phu-luc.xlsx", annual.annexes, name="annexes"),
    path(f"{YEAR}/kiem-tra", annual.report_checks, name="report_checks"),
    path(f"{YEAR}/kiem-tra/dem-lai", annual.compare, name="compare"),
    path(f"{YEAR}/trinh", annual.hand_over, name="report_hand_over"),
    path(f"{YEAR}/rut", annual.take_back, name="report_take_back"),
    path(f"{YEAR}/so-lieu", numbers.snapshots, name="snapshots"),
    path(f"{YEAR}/so-lieu/chot-lai", numbers.refresh_all, name="refresh_all"),
    path(NUMBER, numbers.snapshot, name="snapshot"),
    path(f"{NUMBER}/chot-lai", numbers.refresh, name="refresh"),
    path(PART, sections.section, name="section"),
    path(f"{PART}/luu", sections.save, name="section_save"),
    path(f"{PART}/tu-luu", sections.autosave, name="section_autosave"),
    path(f"{PART}/dien", sections.fill, name="section_fill"),
    path(f"{PART}/nop", sections.submit, name="section_submit"),
    path(f"{PART}/rut", sections.take_back, name="section_take_back"),
    path(f"{PART}/nhan", sections.accept, name="section_accept"),
    path(f"{PART}/tra-lai", sections.give_back, name="section_give_back"),
    path(f"{PART}/mo-lai", sections.reopen, name="section_reopen"),
    path(f"{PART}/nguon", annual.source, name="section_source"),
    path(f"{PART}/y-kien", sections.comment, name="section_comment"),
    path(f"{PART}/y-kien/<int:number>/xong", sections.settle, name="section_settle"),
    path(f"{PART}/lich-su", sections.history, name="section_history"),
    path(f"{PART}/lich-su/<int:revision>", sections.version, name="section_version"),
    path(f"{PART}/lich-su/<int:revision>/khoi-phuc", sections.restore, name="section_restore"),
]
