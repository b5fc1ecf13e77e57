"""Pages for those who manage where codes lead.

GET  /ma-dan-den                the list: search, filters, CSV, Excel
POST /ma-dan-den/them           303 ─> /ma-dan-den/17
GET  /ma-dan-den/17             what it says now, every state it was in, how the last probe ended
POST /ma-dan-den/17/go          nobody is led there any more; the next page offers to undo it
POST /ma-dan-den/17/khoi-phuc   back to an earlier state
"""

from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.resolver import actions, link_queries
from txng.resolver.errors import (
    BadTargetError,
    LinksError,
    NotAllowedError,
    NotThereError,
    SecondDefaultError,
)
from txng.resolver.forms import TYPES, LinkForm, NewLinkForm
from txng.resolver.link_types import curie_of, iri_of
from txng.resolver.models import Link
from txng.ui import fields, lists, notices


class Found(NamedTuple):
    rows: QuerySet[Link]
    is_broad: bool = False


def search(rows: QuerySet[Link], text: str) -> Found:
    """By part of the code, the address or the title: an organisation has hundreds of links, not millions."""
    digits = text.replace(" ", "")
    return Found(
        rows.filter(
            Q(path__icontains=digits)
            | Q(href__icontains=text)
            | Q(title__icontains=text)
            | Q(key__description__icontains=text)
        )
    )


def kind_of(link: Link) -> str:
    name = curie_of(link.link_type)
    return str(dict(TYPES).get(name, name))


REGISTER = lists.Register(
    name="lien-ket",
    title=gettext_lazy("Mã dẫn đến đâu"),
    order="path",
    columns=(
        lists.Column(
            "path",
            gettext_lazy("Mã"),
            sort="path",
            kind="code",
            link=lambda link: reverse("resolver:link", args=[link.pk]),
        ),
        lists.Column("called", gettext_lazy("Tên gọi"), value="key.description"),
        lists.Column("kind", gettext_lazy("Dẫn đến"), value=kind_of),
        lists.Column("title", gettext_lazy("Tiêu đề")),
        lists.Column("href", gettext_lazy("Địa chỉ đích"), kind="code"),
        lists.Column(
            "default",
            gettext_lazy("Khi quét"),
            value=lambda link: link.get_default_display() if link.default != "no" else "",
            mark=lambda link: "good" if link.default == "yes" else "",
        ),
        lists.Column("holder", gettext_lazy("Đơn vị"), value="key.organisation.name"),
    ),
    filters=(
        lists.Filter(
            "kind",
            gettext_lazy("Dẫn đến"),
            choices=TYPES,
            narrow=lambda rows, kind: rows.filter(link_type=iri_of(kind)),
        ),
        lists.Filter(
            "default", gettext_lazy("Khi quét"), choices=[(v, t) for v, t in Link.Default.choices]
        ),
    ),
    search=search,
    search_label=gettext_lazy("Tìm theo mã, địa chỉ, tiêu đề"),
    lead=gettext_lazy(
        "Mã không có liên kết mở trang quét của hệ thống này. Hàng bị thu hồi luôn mở trang đó."
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có liên kết nào."),
        gettext_lazy("Đề nghị duyệt tên miền trước, rồi thêm liên kết cho mã của bạn."),
    ),
)


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Mã dẫn đến đâu"), reverse("resolver:links")), *more]


@requires_right("resolver.see_links")
@require_safe
def links(request: GuardedRequest) -> HttpResponseBase:
    offered = [
        lists.Link(_("Thêm liên kết"), reverse("resolver:new_link")),
        lists.Link(_("Tên miền đích"), reverse("resolver:hosts")),
        lists.Link(_("Đợt in"), reverse("resolver:ranges"), leads=True),
    ]
    return REGISTER.answer(request, link_queries.links(request.actor), actions=offered)


@requires_right("resolver.see_links")
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: GuardedRequest) -> HttpResponse:
    form = NewLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = done(
            form,
            actions.register_link,
            by=request.actor,
            code=told["code"],
            content=form.content,
            description=told["description"] or None,
        )
        if made is not None:
            notices.good(request, _("Đã thêm liên kết cho mã %(path)s.") % {"path": made.path})
            return _to(made.pk)
    values = {
        "form": form,
        "crumbs": crumbs(),
        "title": _("Thêm liên kết"),
        "button": _("Thêm liên kết"),
        "cancel": reverse("resolver:links"),
    }
    return render(request, "resolver/work/form.html", values, status=_status(form))


@requires_right("resolver.see_links")
@require_safe
def link(request: GuardedRequest, number: int) -> HttpResponse:
    one = _found(request, number)
    values = {
        "link": one,
        "kind": kind_of(one),
        "kind_iri": one.link_type,
        "versions": [
            {
                "number": version.number,
                "deed": version.get_deed_display(),
                "at": version.at,
                "actor": version.actor,
                "content": version.content,
                "may_restore": version.content is not None
                and (version.number != one.version or one.withdrawn_at is not None),
            }
            for version in reversed(link_queries.versions(request.actor, one.pk))
        ],
        "probe": link_queries.last_probe_of(request.actor, one.pk),
        "is_own": one.key.organisation_id == request.actor.organisation_id,
        "crumbs": crumbs(),
    }
    return render(request, "resolver/work/link.html", values)


@requires_right("resolver.see_links")
@require_http_methods(["GET", "HEAD", "POST"])
def change_link(request: GuardedRequest, number: int) -> HttpResponse:
    one = _found(request, number)
    if one.key.organisation_id != request.actor.organisation_id:
        raise Http404  # oversight sees it, its holder changes it
    form = LinkForm(request.POST or None, initial=LinkForm.initial_of(one))
    if request.method == "POST" and form.is_valid():
        made = done(
            form, actions.replace_link, by=request.actor, link_id=one.pk, content=form.content
        )
        if made is not None:
            notices.good(request, _("Đã lưu liên kết, bản %(number)d.") % {"number": made.version})
            return _to(one.pk)
    address = reverse("resolver:link", args=[one.pk])
    values = {
        "form": form,
        "crumbs": crumbs((one.path, address)),
        "title": _("Sửa liên kết"),
        "lead": one.path,
        "button": _("Lưu liên kết"),
        "cancel": address,
    }
    return render(request, "resolver/work/form.html", values, status=_status(form))


@requires_right("resolver.see_links")
@require_POST
def withdraw_link(request: GuardedRequest, number: int) -> HttpResponse:
    try:
        one = actions.withdraw_link(by=request.actor, link_id=number)
    except NotThereError:
        raise Http404 from None
    undo = reverse("resolver:restore_link", args=[one.pk, one.version - 1])
    notices.good(request, _("Đã gỡ liên kết. Mã không dẫn đến đó nữa."), undo=undo)
    return _to(one.pk)


@requires_right("resolver.see_links")
@require_POST
def restore_link(request: GuardedRequest, number: int, version: int) -> HttpResponse:
    try:
        actions.restore_link(by=request.actor, link_id=number, number=version)
    except NotThereError:
        raise Http404 from None
    except LinksError as refused:
        notices.stop(request, str(refused))
    else:
        notices.good(request, _("Đã khôi phục bản %(number)d.") % {"number": version})
    return _to(number)


def done(form: fields.Form, verb: Any, **values: Any) -> Link | None:
    """What the verb gave, or None when it refused: then the sentence stands at its field."""
    try:
        found: Link = verb(**values)
    except BadTargetError as refused:
        form.refuse("href", str(refused))
    except SecondDefaultError as refused:
        form.refuse("default", str(refused))
    except NotAllowedError as refused:
        form.refuse("code" if "code" in form.fields else None, str(refused))
    except LinksError as refused:
        form.refuse(None, str(refused))
    else:
        return found
    return None


def _found(request: GuardedRequest, number: int) -> Link:
    one = link_queries.links(request.actor, withdrawn=True).filter(pk=number).first()
    if one is None:
        raise Http404
    return one


def _to(number: int) -> HttpResponseRedirect:
    return redirect("resolver:link", number)


def _status(form: fields.Form) -> int:
    return 400 if form.is_bound and form.errors else 200
