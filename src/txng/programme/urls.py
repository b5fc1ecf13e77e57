"""Routes of programme, in words that people here can read aloud."""

from django.urls import URLPattern, path

from txng.programme.views import figures, indicators

app_name = "programme"
urlpatterns: list[URLPattern] = [
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
