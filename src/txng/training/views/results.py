"""Who was trained: by agency, by kind of learner, by subject, commune and month; as a page, CSV and Excel."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.parties import administrative_units as units
from txng.parties import queries as parties
from txng.training import words
from txng.training.forms.subjects import ResultsForm
from txng.training.queries import learners as people
from txng.training.queries import results as queries
from txng.training.queries import subjects
from txng.training.rules import needs
from txng.ui import csv_files, dates
from txng.ui.lists import written
from txng.ui.sheets import tables


@requires_right("training.see")
@require_safe
def results(request: GuardedRequest) -> HttpResponse:
    typed = request.GET.get("nam", "")
    year = timezone.localdate().year
    if typed.isascii() and typed.isdigit() and len(typed) == 4 and needs.is_year(int(typed)):
        year = int(typed)
    form = ResultsForm(request.GET)
    form.is_valid()
    of = {name: form.cleaned_data.get(name, "") for name in ("subject", "kind", "commune")}
    first, last = date(year, 1, 1), date(year, 12, 31)
    told = queries.trained(request.actor, first, last, **of)
    names = _names(last)
    if (ending := request.GET.get("format")) in ("csv", "xlsx"):
        return _file(request, ending, year, queries.result_lines(told), names)
    before, after, compared = people.awareness(request.actor, first, last)
    asked = {"nam": year, **{name: value for name, value in of.items() if value}}
    values: dict[str, Any] = {
        "form": form,
        "year": year,
        "years": [number for number in (year - 1, year + 1) if needs.is_year(number)],
        "told": told,
        "tables": [
            (title, _lines(counts, names[key]))
            for title, key, counts in (
                (_("Theo cơ quan"), "agency", told.by_agency),
                (_("Theo đối tượng"), "kind", told.by_kind),
                (_("Theo chuyên đề"), "subject", told.by_subject),
                (_("Theo xã, phường của lớp"), "commune", told.by_commune),
            )
        ]
        + [(_("Theo tháng"), _months(told.by_month))],
        "classes": [] if any(of.values()) else list(queries.classes_of_year(request.actor, year)[:200]),
        "needed": queries.needs_of_year(request.actor, year).people,
        "before": before, "after": after, "compared": compared,
        "csv": "?" + urlencode({**asked, "format": "csv"}),
        "xlsx": "?" + urlencode({**asked, "format": "xlsx"}),
    }  # fmt: skip
    return render(request, "training/results.html", values)


def _names(day: date) -> dict[str, Mapping[str, str]]:
    agencies = {
        code: one.written
        for code, one in parties.named(None, min(day, timezone.localdate())).items()
    }
    communes = {unit.code: unit.name for unit in units.communes()}
    return {
        "agency": agencies | {"": _("Không thuộc cơ quan nào trong Kế hoạch")},
        "kind": {code: str(title) for code, title in words.KINDS.items()},
        "subject": {one.code: one.title for one in subjects.subjects(None)},
        "commune": communes | {"": _("Học trực tuyến")},
    }


def _lines(counts: Mapping[str, int], names: Mapping[str, str]) -> list[tuple[str, int]]:
    """The largest first."""
    pairs = [(names.get(key, key), count) for key, count in counts.items()]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _months(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(f"{key[5:]}/{key[:4]}", count) for key, count in counts.items()]


def _file(
    request: GuardedRequest,
    ending: str,
    year: int,
    lines: list[dict[str, Any]],
    names: dict[str, Mapping[str, str]],
) -> HttpResponse:
    """A row for each class, agency and kind: what a pivot table is made of."""
    heads = [
        (_("Mã lớp"), "code"), (_("Lớp"), "text"), (_("Chuyên đề"), "text"),
        (_("Ngày cuối"), "day"), (_("Xã, phường của lớp"), "text"), (_("Đối tượng"), "text"),
        (_("Cơ quan"), "text"), (_("Lượt người"), "number"),
    ]  # fmt: skip

    def rows() -> Iterator[list[object]]:
        for line in lines:
            yield [
                line["code"], line["title"], names["subject"].get(line["subject"], line["subject"]),
                line["ends_on"], names["commune"].get(line["commune"], line["commune"]),
                names["kind"].get(line["kind"], line["kind"]),
                names["agency"].get(line["agency"], "") if line["agency"] else "", line["people"],
            ]  # fmt: skip

    name = f"ket-qua-dao-tao-{year}.{ending}"
    if ending == "csv":
        body = csv_files.BOM + csv_files.line([head for head, _kind in heads])
        body += "".join(csv_files.line([written(cell) for cell in row]) for row in rows())
        answer = HttpResponse(body, content_type="text/csv; charset=utf-8")
    else:
        source = {
            _("Sổ"): _("Kết quả đào tạo năm %(year)d") % {"year": year},
            _("Người tải"): request.actor.name,
            _("Tải lúc"): dates.written_moment(timezone.localtime(), "vi"),
            _("Địa chỉ"): request.build_absolute_uri(reverse("training:results")),
        }
        book = tables.written(_("Kết quả đào tạo"), heads, rows(), source)
        answer = HttpResponse(book, content_type=tables.MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
