"""Routes of programme, in words that people here can read aloud."""

from django.urls import URLPattern, path

from txng.programme.views import board, figures, indicators, parts, plan, tasks

app_name = "programme"
urlpatterns: list[URLPattern] = [
    path("ke-hoach", board.board, name="board"),
    path("ke-hoach/viec-cua-toi", board.mine, name="mine"),
    path("ke-hoach/theo-don-vi", board.by_agency, name="by_agency"),
    path("ke-hoach/lich", board.calendar, name="calendar"),
    path("ke-hoach/bieu-do", plan.gantt, name="gantt"),
    path("ke-hoach/dieu-khoan", plan.clauses, name="clauses"),
    path("ke-hoach/dieu-khoan/<str:code>", plan.clause, name="clause"),
    path("ke-hoach/phu-luc", plan.appendix, name="appendix"),
    path("ke-hoach/phu-luc.docx", plan.appendix_docx, name="appendix_docx"),
    path("ke-hoach/nap-phu-luc", board.load_appendix, name="load_appendix"),
    path("ke-hoach/nhiem-vu", board.tasks, name="tasks"),
    path("ke-hoach/nhiem-vu/them", tasks.add_task, name="add_task"),
    path("ke-hoach/nhiem-vu/<slug:code>", tasks.task, name="task"),
    path("ke-hoach/nhiem-vu/<slug:code>/bao", tasks.report, name="report"),
    path("ke-hoach/nhiem-vu/<slug:code>/rut/<int:version>", tasks.take_back, name="take_back"),
    path("ke-hoach/nhiem-vu/<slug:code>/sua", tasks.edit_task, name="edit_task"),
    path("ke-hoach/nhiem-vu/<slug:code>/bo", tasks.drop_task, name="drop_task"),
    path("ke-hoach/nhiem-vu/<slug:code>/tep/<int:number>", tasks.file, name="file"),
    path("ke-hoach/nhiem-vu/<slug:code>/phan-viec/<int:number>", tasks.answer, name="answer"),
    path(
        "ke-hoach/nhiem-vu/<slug:code>/phan-viec/<int:number>/rut",
        tasks.take_back_answer,
        name="take_back_answer",
    ),
    path(
        "ke-hoach/nhiem-vu/<slug:code>/phan-viec/<int:number>/tung-don-vi",
        parts.all_parts,
        name="parts",
    ),
    path("ke-hoach/viec-cua-toi/<int:number>/<slug:who>", parts.answer_part, name="answer_part"),
    path(
        "ke-hoach/viec-cua-toi/<int:number>/<slug:who>/rut",
        parts.take_back_part,
        name="take_back_part",
    ),
    path("ke-hoach/chi-tieu", indicators.indicators, name="indicators"),
    path("ke-hoach/chi-tieu/them", indicators.define, name="define_indicator"),
    path("ke-hoach/chi-tieu/de-xuat", indicators.put_in, name="put_in_indicators"),
    path("ke-hoach/chi-tieu/ghi-so", indicators.read, name="read_indicators"),
    path("ke-hoach/chi-tieu/<slug:code>", indicators.indicator, name="indicator"),
    path("ke-hoach/chi-tieu/<slug:code>/sua", indicators.change, name="change_indicator"),
    path("ke-hoach/chi-tieu/<slug:code>/muc", indicators.targets, name="indicator_targets"),
    path("ke-hoach/chi-tieu/<slug:code>/so-cu", indicators.record, name="record_reading"),
    path("ke-hoach/chi-tieu/<slug:code>/thoi", indicators.retire, name="retire_indicator"),
    path("ke-hoach/chi-tieu/<slug:code>/dung-lai", indicators.restore, name="restore_indicator"),
    path("ke-hoach/so-lieu", figures.all_figures, name="figures"),
    path("ke-hoach/so-lieu/<str:code>", figures.figure, name="figure"),
]
