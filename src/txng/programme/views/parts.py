"""Pages of parts: each commune and each certification body answers for its own.

/ke-hoach/viec-cua-toi/31/ubnd-24846              one's own part of a task, for the year that is asked
/ke-hoach/nhiem-vu/NV-000012/phan-viec/31/tung-don-vi?nam=2026    who of the many has answered
"""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.programme import words
from txng.programme.actions import parts as actions
from txng.programme.forms.tasks import PartForm
from txng.programme.models import PartAnswer
from txng.programme.queries import board, parts
from txng.programme.rules import tasks as rules
from txng.programme.views.shared import HTML, bound, done, one_form, task_crumbs, told
from txng.ui import lists, notices, table_files
from txng.ui.answering import found, see


@requires_right("programme.part")
@require_http_methods(HTML)
def answer_part(request: GuardedRequest, number: int, who: str) -> HttpResponse:
    own = found(parts.own_part(request.actor, number, who, timezone.localdate()))
    form = PartForm(bound(request)[0], initial={"answer": rules.CONFIRMED})

    def verb() -> PartAnswer:
        return actions.answer_part(by=request.actor, share=number, who=who, **form.cleaned_data)

    if done(form, verb) is not None:
        undo = reverse("programme:take_back_part", args=[number, who])
        notices.good(request, _("Đã ghi trả lời. Rút lại được trong 24 giờ."), undo=undo)
        return see(reverse("programme:mine"))
    title = _("Phần việc năm %(year)d của %(name)s") % {"year": own.year, "name": own.speaker.name}
    return one_form(
        request,
        form,
        title=title,
        button=_("Gửi trả lời"),
        crumbs=[(_("Việc của tôi"), reverse("programme:mine"))],
        lead=own.task.title,
        state=words.state(own.task),
    )


@requires_right("programme.part")
@require_POST
def take_back_part(request: GuardedRequest, number: int, who: str) -> HttpResponse:
    found(parts.own_part(request.actor, number, who, timezone.localdate()))
    told(
        request,
        lambda: actions.take_back_part(by=request.actor, share=number, who=who),
        _("Đã rút lại trả lời. Phần việc chờ trả lời trở lại."),
    )
    return see(reverse("programme:mine"))


@requires_right("programme.see")
@require_safe
def all_parts(request: GuardedRequest, code: str, number: int) -> HttpResponse:
    """Each of the many, who answered what; by year where the task has several. CSV and xlsx."""
    today = timezone.localdate()
    one = found(board.task(request.actor, code))
    share = found(board.share(one, number))
    if not parts.stands_for_many(share) or one.rhythm == rules.YEARLY:
        raise Http404
    years = parts.years(one, today)
    typed = request.GET.get("nam", "")
    year = next((each for each in years if str(each) == typed), years[0])
    rows = parts.parts(request.actor, share, year, today)
    group = board.short_name(share.agency, min(max(today, share.first_day), share.last_day))
    title = _("Phần việc của từng đơn vị: %(group)s, năm %(year)d") % {"group": group, "year": year}
    if request.GET.get("format") in lists.FORMATS:
        heads = [
            (_("Đơn vị"), "text"),
            (_("Phần việc"), "text"),
            (_("Ghi chú"), "text"),
            (_("Người trả lời"), "text"),
            (_("Trả lời lúc"), "text"),
        ]
        lines = [(each.name, *_told(each)) for each in rows]
        return table_files.answer(request, f"phan-viec-{one.code}-{year}", title, heads, lines)
    values = {
        "one": one,
        "share": share,
        "group": group,
        "title": title,
        "year": year,
        "years": years if len(years) > 1 else [],
        "counted": parts.counted(request.actor, [one], today, year=year)[share.pk],
        "refused": [each for each in rows if each.answer and each.answer.answer == rules.REFUSED],
        "confirmed": [
            each for each in rows if each.answer and each.answer.answer == rules.CONFIRMED
        ],
        "waiting": [each for each in rows if each.answer is None],
        "crumbs": task_crumbs(one),
    }
    return render(request, "programme/parts.html", values)


def _told(one: parts.Part) -> tuple[str, str, str, str]:
    said = one.answer
    if said is None:
        return _("Chưa trả lời"), "", "", ""
    return said.get_answer_display(), said.note, said.answered_by, words.moment(said.answered_at)
