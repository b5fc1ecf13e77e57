"""Pages of articles at work.

/tin-bai                     what one's organisation writes; all of it for reviewers
/tin-bai/viet                a new one; ?huong-dan=ca-phe begins with the packaged guide
/tin-bai/12                  read as the public will, what is lacking, history, the next step
/tin-bai/12/sua              the editor; the page saves by itself to /tin-bai/12/tu-luu
"""

from typing import Any, Final

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.outreach.actions import articles as actions
from txng.outreach.errors import OutreachError, StaleError
from txng.outreach.forms.articles import (
    BRIEF,
    AltForm,
    ApproveForm,
    ArticleForm,
    NewArticleForm,
    PictureForm,
    ReasonForm,
    as_facts,
    as_typed,
)
from txng.outreach.models import Article, ArticleVersion
from txng.outreach.queries import articles as queries
from txng.outreach.queries import guides
from txng.outreach.rules import REVIEW
from txng.outreach.rules import articles as rules
from txng.outreach.rules.markup import Picture
from txng.outreach.views.shared import done, sent_file, short_form, told, whole
from txng.products.queries import groups as product_groups
from txng.ui import lists, notices
from txng.ui.answering import found, put_at_field, see, status_of

MARKS: Final[dict[str, lists.Mark]] = {
    rules.DRAFT: "",
    rules.REVIEW: "warn",
    rules.SCHEDULED: "info",
    rules.PUBLISHED: "good",
    rules.WITHDRAWN: "stop",
}


def standing_words(one: Article) -> str:
    return _(rules.STANDINGS[queries.standing(one)])


REGISTER: Final = lists.Register(
    name="tin-bai",
    title=gettext_lazy("Tin bài"),
    order="-updated",
    columns=(
        lists.Column(
            "title", gettext_lazy("Đầu đề"), value="latest.title", link=lambda one: address(one)
        ),
        lists.Column("kind", gettext_lazy("Loại"), value=lambda one: one.get_kind_display()),
        lists.Column(
            "organisation",
            gettext_lazy("Của"),
            value=lambda one: one.organisation.name if one.organisation else "",
        ),
        lists.Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=standing_words,
            mark=lambda one: MARKS[queries.standing(one)],
        ),
        lists.Column("publish_at", gettext_lazy("Đăng từ"), kind="moment"),
        lists.Column(
            "updated", gettext_lazy("Sửa lúc"), value="updated_at", sort="updated_at", kind="moment"
        ),
    ),
    filters=(
        lists.Filter(
            "trang-thai",
            gettext_lazy("Trạng thái"),
            choices=lambda: [(word, _(title)) for word, title in rules.STANDINGS.items()],
            narrow=queries.standing_is,
        ),
        lists.Filter("kind", gettext_lazy("Loại"), choices=Article.Kind.choices),
    ),
    search=queries.matching,
    empty=lists.Empty(
        gettext_lazy("Chưa có tin bài nào."),
        gettext_lazy("Viết tin đầu tiên; người khác duyệt rồi tin mới lên trang."),
    ),
)


def address(one: Article) -> str:
    return reverse("outreach:article", args=[one.pk])


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Tin bài"), reverse("outreach:articles")), *more]


@requires_right("outreach.write")
@require_safe
def articles(request: GuardedRequest) -> HttpResponseBase:
    links = [
        lists.Link(_("Viết bài mới"), reverse("outreach:new_article")),
        lists.Link(_("Hướng dẫn có sẵn"), reverse("outreach:guides"), leads=True),
        lists.Link(_("Góc báo chí"), reverse("outreach:press"), leads=True),
        lists.Link(_("Trang tin công khai"), reverse("outreach:news"), leads=True),
    ]
    return REGISTER.answer(request, queries.articles(request.actor), actions=links)


@requires_right("outreach.write")
@require_http_methods(["GET", "HEAD", "POST"])
def new_article(request: GuardedRequest) -> HttpResponse:
    guide = guides.packaged(request.GET.get("huong-dan", ""))
    initial: dict[str, Any] = {"kind": rules.NEWS}
    if guide is not None:
        initial = {
            "kind": rules.GUIDE, "group": guide.group, "audience": guide.audience,
            "title": guide.vi.title, "summary": guide.vi.summary, "body": guide.vi.body,
            "title_en": guide.en.title, "summary_en": guide.en.summary, "body_en": guide.en.body,
        }  # fmt: skip
    groups = product_groups.groups(request.actor)
    form = NewArticleForm(request.POST or None, groups=groups, initial=as_typed(initial))
    if request.method == "POST" and form.is_valid():
        made = done(
            form, actions.write_article, by=request.actor, kind=form.cleaned_data["kind"],
            facts=form.facts, guide=guide.code if guide else "",
        )  # fmt: skip
        if made is not None:
            notices.good(request, _("Đã lưu bản nháp. Thêm hình, xem trước rồi gửi duyệt."))
            return see(address(made))
    values = {
        "form": form, "title": _("Viết bài mới"), "button": _("Lưu bản nháp"),
        "cancel": reverse("outreach:articles"), "crumbs": crumbs(),
    }  # fmt: skip
    return render(request, "outreach/editor.html", values, status=status_of(form))


@requires_right("outreach.write")
@require_safe
def article(request: GuardedRequest, number: int) -> HttpResponse:
    one = _found(request, number)
    latest = found(one.latest)
    standing = queries.standing(one)
    may_review = request.actor.may(REVIEW)
    is_own_text = request.actor.name in (latest.saved_by, one.submitted_by)
    values = {
        "one": one,
        "latest": latest,
        "standing": _(rules.STANDINGS[standing]),
        "mark": MARKS[standing],
        "told": _told(one, latest),
        "lacks": actions.lacks(one),
        "pictures": queries.pictures(one),
        "versions": list(queries.versions(one)[:30]),
        "draft": queries.draft_of(request.actor, one),
        "may_submit": one.state == rules.DRAFT,
        "may_approve": may_review and one.state == rules.REVIEW and not is_own_text,
        "waits_for_other": may_review and one.state == rules.REVIEW and is_own_text,
        "may_return": one.state == rules.REVIEW,
        "may_withdraw": may_review and one.shown_id is not None and one.withdrawn_at is None,
        "is_public": standing == rules.PUBLISHED
        or (one.shown_id is not None and one.withdrawn_at is None and standing != rules.SCHEDULED),
        "crumbs": crumbs(),
    }
    return render(request, "outreach/article_work.html", values)


@requires_right("outreach.write")
@require_http_methods(["GET", "HEAD", "POST"])
def change_article(request: GuardedRequest, number: int) -> HttpResponse:
    one = _found(request, number)
    latest = found(one.latest)
    base = whole(request.POST.get("base", ""), 1, 99_999, latest.number)
    draft = queries.draft_of(request.actor, one)
    initial = {name: getattr(latest, name) for name in (*rules.TEXTS, "audience", "clause")}
    initial["group"] = latest.group.path if latest.group else ""
    uses_draft = draft is not None and "tu-luu" in request.GET
    if uses_draft and draft is not None:
        initial |= draft.values
        base = draft.base
    form = ArticleForm(
        request.POST or None, groups=product_groups.groups(request.actor), initial=as_typed(initial)
    )
    stale = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_article(by=request.actor, article=one, base=base, facts=form.facts)
        except StaleError as refused:
            stale = str(refused)
            base = latest.number  # pressed again, it goes on top of what was saved meanwhile
            form.refuse(None, stale)
        except OutreachError as refused:
            put_at_field(form, refused, BRIEF)
        else:
            notices.good(request, _("Đã lưu bản mới."))
            return see(address(one))
    values = {
        "form": form, "one": one, "base": base, "draft": None if uses_draft else draft,
        "title": _("Sửa bài"), "button": _("Lưu bản mới"), "cancel": address(one),
        "pictures": queries.pictures(one), "crumbs": crumbs((latest.title, address(one))),
        "autosave": reverse("outreach:keep_draft", args=[one.pk]), "stale": stale,
    }  # fmt: skip
    status = 409 if stale else status_of(form)
    return render(request, "outreach/editor.html", values, status=status)


@requires_right("outreach.write")
@require_POST
def keep_draft(request: GuardedRequest, number: int) -> HttpResponse:
    """The editor sends what stands in its boxes; the answer says when it was kept."""
    one = _found(request, number)
    base = whole(request.POST.get("base", ""), 1, 99_999, 1)
    values = as_facts({key: str(value) for key, value in request.POST.items()})
    kept = actions.keep_draft(by=request.actor, article=one, base=base, values=values)
    at = timezone.localtime(kept.saved_at)
    return JsonResponse({"told": _("Đã tự lưu lúc %(time)s.") % {"time": f"{at:%H:%M:%S}"}})


@requires_right("outreach.write")
@require_POST
def drop_draft(request: GuardedRequest, number: int) -> HttpResponse:
    one = _found(request, number)
    told(request, actions.drop_draft, _("Đã bỏ bản tự lưu."), by=request.actor, article=one)
    return see(address(one))


@requires_right("outreach.write")
@require_POST
def submit_article(request: GuardedRequest, number: int) -> HttpResponse:
    one = _found(request, number)
    told(
        request, actions.submit_article, _("Đã gửi duyệt. Người khác đọc lại rồi đăng."),
        by=request.actor, article=one,
    )  # fmt: skip
    return see(address(one))


@requires_right("outreach.write")
@require_http_methods(["GET", "HEAD", "POST"])
def return_article(request: GuardedRequest, number: int) -> HttpResponse:
    return _with_reason(
        request, number, actions.return_article, _("Trả về bản nháp"), _("Trả về"),
        _("Đã trả về bản nháp kèm lý do."),
    )  # fmt: skip


@requires_right("outreach.review")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_article(request: GuardedRequest, number: int) -> HttpResponse:
    undo = reverse("outreach:undo_withdrawal", args=[number])
    return _with_reason(
        request, number, actions.withdraw_article, _("Rút bài khỏi trang"), _("Rút bài"),
        _("Đã rút bài. Địa chỉ cũ nói bài đã được rút."), undo=undo,
    )  # fmt: skip


@requires_right("outreach.review")
@require_POST
def undo_withdrawal(request: GuardedRequest, number: int) -> HttpResponse:
    one = _found(request, number)
    told(
        request, actions.undo_withdrawal, _("Bài lại được đăng như trước."), by=request.actor,
        article=one,
    )  # fmt: skip
    return see(address(one))


@requires_right("outreach.review")
@require_http_methods(["GET", "HEAD", "POST"])
def approve_article(request: GuardedRequest, number: int) -> HttpResponse:
    one = _found(request, number)
    latest = found(one.latest)
    base = whole(request.POST.get("base", request.GET.get("ban", "")), 1, 99_999, latest.number)
    form = ApproveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = done(
            form, actions.approve_article, by=request.actor, article=one, base=base,
            publish_at=form.publish_at,
        )  # fmt: skip
        if made is not None:
            is_now = queries.standing(made) == rules.PUBLISHED
            notices.good(
                request, _("Đã duyệt và đăng.") if is_now else _("Đã duyệt, hẹn giờ đăng.")
            )
            return see(address(one))
    values = {
        "form": form, "one": one, "latest": latest, "base": base, "told": _told(one, latest),
        "crumbs": crumbs((latest.title, address(one))), "cancel": address(one),
    }  # fmt: skip
    return render(request, "outreach/approve.html", values, status=status_of(form))


@requires_right("outreach.write")
@require_safe
def version(request: GuardedRequest, number: int, version: int) -> HttpResponse:
    one = _found(request, number)
    shown = found(queries.version(one, version))
    values = {
        "one": one, "version": shown, "told": _told(one, shown),
        "is_newest": shown.pk == one.latest_id, "crumbs": crumbs((str(one), address(one))),
    }  # fmt: skip
    return render(request, "outreach/version.html", values)


@requires_right("outreach.write")
@require_POST
def restore_version(request: GuardedRequest, number: int, version: int) -> HttpResponse:
    one = _found(request, number)
    found(queries.version(one, version))
    told(
        request, actions.restore_version, _("Bản cũ nay là bản mới nhất."), by=request.actor,
        article=one, number=version,
    )  # fmt: skip
    return see(address(one))


@requires_right("outreach.write")
@require_http_methods(["GET", "HEAD", "POST"])
def add_picture(request: GuardedRequest, number: int) -> HttpResponse:
    one = _found(request, number)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        told_of = {name: form.cleaned_data[name] for name in ("alt", "alt_en", "credit")}
        made = done(
            form, actions.add_picture, by=request.actor, article=one, file_name=sent.name,
            content=sent.read(), **told_of,
        )  # fmt: skip
        if made is not None:
            notices.good(
                request,
                _("Đã thêm hình %(number)d. Ghi [hình %(number)d] trên một dòng riêng trong bài.")
                % {"number": made.number},
            )
            return see(address(one))
    return short_form(
        request, form, _("Thêm hình"), _("Thêm hình này"), cancel=address(one),
        crumbs=crumbs((str(one), address(one))),
    )  # fmt: skip


@requires_right("outreach.write")
@require_http_methods(["GET", "HEAD", "POST"])
def tell_picture(request: GuardedRequest, number: int, picture: int) -> HttpResponse:
    one = _found(request, number)
    shown = found(queries.picture(one, picture))
    names = ("alt", "alt_en", "credit")
    form = AltForm(request.POST or None, initial={name: getattr(shown, name) for name in names})
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "article": one, "number": picture, **form.cleaned_data}
        if done(form, actions.tell_picture, **values) is not None:
            notices.good(request, _("Đã lưu lời tả."))
            return see(address(one))
    return short_form(
        request, form, _("Lời tả hình %(number)d") % {"number": picture}, _("Lưu lời tả"),
        cancel=address(one), crumbs=crumbs((str(one), address(one))),
    )  # fmt: skip


@requires_right("outreach.write")
@require_safe
def picture(request: GuardedRequest, number: int, picture: int) -> HttpResponse:
    one = _found(request, number)
    return sent_file(found(queries.picture(one, picture)).attachment, inline=True)


# --- inside ---------------------------------------------------------------------------------------


def _found(request: GuardedRequest, number: int) -> Article:
    return found(queries.article(request.actor, number))


def _told(one: Article, version: ArticleVersion) -> dict[str, Any]:
    """What outreach/told.html draws: the version with pictures as they are read at work."""
    pictures = {
        each.number: Picture(reverse("outreach:picture", args=[one.pk, each.number]), each.alt)
        for each in queries.pictures(one)
    }
    return {"version": version, "pictures": pictures}


def _with_reason(
    request: GuardedRequest,
    number: int,
    verb: Any,
    title: str,
    button: str,
    sentence: str,
    undo: str = "",
) -> HttpResponse:
    one = _found(request, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "article": one, **form.cleaned_data}
        if done(form, verb, **values) is not None:
            notices.good(request, sentence, undo=undo)
            return see(address(one))
    return short_form(
        request, form, title, button, cancel=address(one), crumbs=crumbs((str(one), address(one)))
    )
