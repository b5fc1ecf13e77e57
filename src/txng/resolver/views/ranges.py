"""Pages of what was printed: a few codes of each run stand for all, and a check goes where they lead.

GET  /ma-dan-den/dot-in             runs that are watched, and how their codes ended
GET  /ma-dan-den/dot-in/them        write one down; ?lo=17 takes codes of the batch of labels 17
GET  /ma-dan-den/dot-in/3           each code: where it led at the last check
POST /ma-dan-den/dot-in/3/thoi      watched no longer
"""

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.resolver import actions, link_queries
from txng.resolver.errors import LinksError, NotThereError
from txng.resolver.forms import RangeForm
from txng.resolver.models import PrintedRange
from txng.ui import lists, notices

RIGHT = "resolver.see_links"


def _state(one: PrintedRange) -> str:
    told = link_queries.watched(one)
    if told.bad:
        return _("%(bad)d trên %(all)d mã không mở được") % {
            "bad": told.bad,
            "all": len(one.samples),
        }
    return _("Mở được cả") if told.at else _("Chưa đi thử")


def _mark(one: PrintedRange) -> lists.Mark:
    told = link_queries.watched(one)
    return "stop" if told.bad else "good" if told.at else "info"


REGISTER = lists.Register(
    name="dot-in",
    title=gettext_lazy("Đợt in"),
    lead=gettext_lazy("Vài mã của mỗi đợt in được đi thử như điện thoại quét: mã chết thì thấy ở đây."),
    order="-created_at",
    columns=(
        lists.Column("name", gettext_lazy("Tên đợt in"),
                     link=lambda one: reverse("resolver:range", args=[one.pk])),
        lists.Column("quantity", gettext_lazy("Số tem"), kind="number"),
        lists.Column("printed_on", gettext_lazy("Ngày in"), kind="day"),
        lists.Column("state", gettext_lazy("Lần đi thử gần nhất"), value=_state, mark=_mark),
        lists.Column("holder", gettext_lazy("Đơn vị"), value="organisation.name"),
        lists.Column("created_at", gettext_lazy("Ghi lúc"), kind="moment", sort="created_at"),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa ghi đợt in nào."),
        gettext_lazy("Ghi đợt in từ trang của một lô tem, hoặc dán vài mã đã in nơi khác."),
    ),
)  # fmt: skip


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    above = (_("Mã dẫn đến đâu"), reverse("resolver:links"))
    return [above, (_("Đợt in"), reverse("resolver:ranges")), *more]


@requires_right(RIGHT)
@require_safe
def ranges(request: GuardedRequest) -> HttpResponseBase:
    offered = (lists.Link(_("Ghi đợt in"), reverse("resolver:new_range")),)
    rows = link_queries.ranges(request.actor).prefetch_related(link_queries.newest_probes())
    return REGISTER.answer(request, rows, actions=offered, crumbs=crumbs()[:1])


@requires_right(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_range(request: GuardedRequest) -> HttpResponse:
    from_batch = link_queries.printed_batch(request.actor, request.GET.get("lo", ""))
    form = RangeForm(request.POST or None, initial=from_batch)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = actions.record_range(
                by=request.actor,
                name=told["name"],
                samples=told["samples"].split(),
                quantity=told["quantity"],
                printed_on=told["printed_on"],
            )
        except LinksError as refused:
            form.refuse("samples", str(refused))
        else:
            notices.good(request, _("Đã ghi đợt in. Lần đi thử tới sẽ xem các mã này."))
            return redirect("resolver:range", made.pk)
    values = {
        "form": form,
        "crumbs": crumbs(),
        "title": _("Ghi đợt in"),
        "button": _("Ghi đợt in"),
        "cancel": reverse("resolver:ranges"),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "resolver/work/form.html", values, status=status)


@requires_right(RIGHT)
@require_safe
def printed(request: GuardedRequest, number: int) -> HttpResponse:
    one = link_queries.printed_range(request.actor, number)
    if one is None:
        raise Http404
    values = {
        "range": one,
        "samples": link_queries.samples(one),
        "is_own": one.organisation_id == request.actor.organisation_id,
        "crumbs": crumbs(),
    }
    return render(request, "resolver/work/range.html", values)


@requires_right(RIGHT)
@require_POST
def withdraw(request: GuardedRequest, number: int) -> HttpResponseRedirect:
    if link_queries.printed_range(request.actor, number) is None:
        raise Http404
    try:
        one = actions.withdraw_range(by=request.actor, range_id=number)
    except NotThereError:
        raise Http404 from None
    except LinksError as refused:
        notices.stop(request, str(refused))
        return redirect("resolver:range", number)
    notices.good(request, _("Thôi theo dõi đợt in “%(name)s”.") % {"name": one.name})
    return redirect("resolver:ranges")
