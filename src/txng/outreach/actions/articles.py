"""Verbs of articles: write, send to review, return, approve, withdraw, restore; pictures and their words."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.documents import actions as documents
from txng.outreach.errors import FieldError, NotAllowedError, StaleError, StepError
from txng.outreach.models import (
    Article,
    ArticleDraft,
    ArticlePicture,
    ArticleVersion,
    ArticleWord,
)
from txng.outreach.queries import articles as queries
from txng.outreach.rules import (
    AUDIENCES,
    HOURS_TO_UNDO,
    LONGEST_REASON,
    REVIEW,
    SHORTEST_REASON,
    WRITE,
)
from txng.outreach.rules import articles as rules
from txng.products.models import ProductGroup
from txng.ui import search
from txng.ui.fold import words


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What an author types. `group` is a path of the product groups, "" for none."""

    title: str
    summary: str = ""
    body: str = ""
    title_en: str = ""
    summary_en: str = ""
    body_en: str = ""
    video: str = ""
    transcript: str = ""
    group: str = ""
    audience: str = ""
    clause: str = ""


@transaction.atomic
def write_article(*, by: Actor, kind: str, facts: ArticleFacts, guide: str = "") -> Article:
    """The first version. `guide`: the packaged guide that it is to replace. Raises OutreachError."""
    if not by.may(WRITE):
        raise NotAllowedError(_("Vai trò của bạn không viết tin bài."))
    if kind not in rules.KINDS:
        raise FieldError(_("Chọn loại bài."), "kind")
    if guide and Article.objects.filter(guide=guide).exists():
        raise FieldError(_("Hướng dẫn này đã có bài thay. Mở bài đó rồi sửa."), "title")
    made = Article.objects.create(kind=kind, guide=guide, organisation_id=by.organisation_id)
    _new_version(by, made, _checked(facts))
    journal.record(by, "article.written", made, kind=kind)
    return made


@transaction.atomic
def change_article(*, by: Actor, article: Article, base: int, facts: ArticleFacts) -> Article:
    """A new version on top of number `base`. What the public reads stays as it is until this is approved.

    Raises StaleError when somebody saved after `base`; OutreachError.
    """
    row = _own(by, article)
    values = _checked(facts)
    if row.latest is None or row.latest.number != base:
        raise StaleError(
            _("%(who)s đã lưu bản %(number)d trong lúc bạn sửa (đổi: %(what)s). Mở lịch sử để xem.")
            % {
                "who": row.latest.saved_by if row.latest else "",
                "number": row.latest.number if row.latest else 0,
                "what": _changed(row, base),
            }
        )
    ArticleDraft.objects.filter(article=row, person=by.name).delete()
    if all(getattr(row.latest, name) == value for name, value in values.items()):
        return row
    _new_version(by, row, values)
    journal.record(by, "article.changed", row, version=row.latest.number)
    return row


@transaction.atomic
def keep_draft(
    *, by: Actor, article: Article, base: int, values: Mapping[str, str]
) -> ArticleDraft:
    """What is being typed, saved by the page; no version, no line in the journal. Raises NotAllowedError."""
    row = _own(by, article)
    known = {field.name for field in fields(ArticleFacts)}
    kept = {name: str(value)[:50_000] for name, value in values.items() if name in known}
    made, _is_new = ArticleDraft.objects.update_or_create(
        article=row, person=by.name,
        defaults={"base": base, "values": kept, "saved_at": timezone.now()},
    )  # fmt: skip
    return made


@transaction.atomic
def drop_draft(*, by: Actor, article: Article) -> None:
    ArticleDraft.objects.filter(article=_own(by, article), person=by.name).delete()


@transaction.atomic
def restore_version(*, by: Actor, article: Article, number: int) -> Article:
    """An older version becomes the newest one. Raises OutreachError."""
    row = _own(by, article)
    old = queries.version(row, number)
    if old is None:
        raise FieldError(_("Bài không có bản số %(number)d.") % {"number": number})
    names = (*rules.TEXTS, "group", "audience", "clause")
    _new_version(by, row, {name: getattr(old, name) for name in names})
    journal.record(by, "article.version_restored", row, version=number)
    return row


@transaction.atomic
def submit_article(*, by: Actor, article: Article) -> Article:
    """To whoever may approve. Raises StepError, FieldError with the first thing that is lacking."""
    row = _own(by, article)
    if row.state != rules.DRAFT:
        raise StepError(_("Chỉ gửi duyệt được bản nháp. Bài này: %(state)s.") % _state(row))
    lacking = lacks(row)
    if lacking:
        raise FieldError(" ".join(sentence for _field, sentence in lacking), lacking[0][0])
    row.state, row.submitted_by, row.said = rules.REVIEW, by.name, ""
    row.save(update_fields=["state", "submitted_by", "said"])
    journal.record(by, "article.submitted", row, version=row.latest.number if row.latest else 0)
    return row


@transaction.atomic
def return_article(*, by: Actor, article: Article, reason: str) -> Article:
    """Back to its author, with the reason. The author takes it back with a reason of their own."""
    row = _own(by, article)
    if row.state != rules.REVIEW:
        raise StepError(_("Bài không ở bước chờ duyệt. Bài này: %(state)s.") % _state(row))
    if not by.may(REVIEW) and row.submitted_by != by.name:
        raise NotAllowedError(_("Chỉ người gửi duyệt hoặc người duyệt trả bài về bản nháp."))
    row.state, row.said = rules.DRAFT, _reason(reason)
    row.save(update_fields=["state", "said"])
    journal.record(by, "article.returned", row)
    return row


@transaction.atomic
def approve_article(
    *, by: Actor, article: Article, base: int, publish_at: datetime | None = None
) -> Article:
    """The newest version goes to the public, now or at a moment to come.

    Another person than the one who wrote or sent it. `base`: the number of the version that was read.
    Raises StaleError, StepError, NotAllowedError, FieldError.
    """
    row = _own(by, article)
    now = timezone.now()
    if not by.may(REVIEW):
        raise NotAllowedError(_("Vai trò của bạn không duyệt tin bài."))
    if row.state != rules.REVIEW or row.latest is None:
        raise StepError(_("Bài không ở bước chờ duyệt. Bài này: %(state)s.") % _state(row))
    if row.latest.number != base:
        raise StaleError(
            _(
                "Bài đã đổi sang bản %(number)d sau khi bạn mở trang này (đổi: %(what)s). Đọc lại rồi duyệt."
            )
            % {"number": row.latest.number, "what": _changed(row, base)}
        )
    if by.name in (row.latest.saved_by, row.submitted_by):
        raise NotAllowedError(
            _("Người viết và người duyệt phải là hai người. Nhờ người khác duyệt.")
        )
    if publish_at is not None and publish_at > now and row.shown_id and row.withdrawn_at is None:
        raise FieldError(
            _("Bài đang đăng thì bản mới thay ngay, không hẹn giờ được. Để trống ô giờ đăng."),
            "publish_at",
        )
    lacking = lacks(row)
    if lacking:
        raise FieldError(" ".join(sentence for _field, sentence in lacking))
    is_first = row.shown_id is None or row.withdrawn_at is not None
    row.slug = row.slug or _free_slug(row.latest.title)
    row.shown, row.state, row.approved_by, row.said = row.latest, rules.APPROVED, by.name, ""
    if is_first or row.publish_at is None or row.publish_at > now:
        row.publish_at = publish_at if publish_at is not None and publish_at > now else now
    row.withdrawn_at, row.withdrawn_by, row.reason = None, "", ""
    row.updated_at = now
    row.save()
    _keep_words(row)
    journal.record(by, "article.approved", row, version=row.latest.number, slug=row.slug)
    return row


@transaction.atomic
def withdraw_article(*, by: Actor, article: Article, reason: str) -> Article:
    """From the public, with a reason that the address then tells. Raises StepError, FieldError."""
    row = _own(by, article)
    if not by.may(REVIEW):
        raise NotAllowedError(_("Vai trò của bạn không rút tin bài."))
    if row.shown_id is None or row.withdrawn_at is not None:
        raise StepError(_("Bài này không đang đăng nên không có gì để rút."))
    row.reason = _reason(reason)
    row.state, row.withdrawn_at, row.withdrawn_by = rules.WITHDRAWN, timezone.now(), by.name
    row.updated_at = row.withdrawn_at
    row.save()
    journal.record(by, "article.withdrawn", row)
    return row


@transaction.atomic
def undo_withdrawal(*, by: Actor, article: Article) -> Article:
    """Within a day: the public reads the same version again. Raises StepError."""
    row = _own(by, article)
    late = row.withdrawn_at is None or timezone.now() - row.withdrawn_at > timedelta(
        hours=HOURS_TO_UNDO
    )
    if not by.may(REVIEW) or row.state != rules.WITHDRAWN or late:
        raise StepError(
            _("Không hoàn tác được nữa: đã quá %(hours)d giờ, hoặc bài đã được sửa tiếp.")
            % {"hours": HOURS_TO_UNDO}
        )
    row.state = rules.APPROVED
    row.withdrawn_at, row.withdrawn_by, row.reason = None, "", ""
    row.save()
    journal.record(by, "article.withdrawal_undone", row)
    return row


# --- pictures -------------------------------------------------------------------------------------


@transaction.atomic
def add_picture(
    *, by: Actor, article: Article, file_name: str, content: bytes, alt: str = "", alt_en: str = "",
    credit: str = "",
) -> ArticlePicture:  # fmt: skip
    """Raises OutreachError; BadFileError of documents."""
    row = _own(by, article)
    numbers = list(ArticlePicture.objects.filter(article=row).values_list("number", flat=True))
    if len(numbers) >= rules.MOST_PICTURES:
        raise FieldError(
            _("Mỗi bài nhận nhiều nhất %(most)d hình.") % {"most": rules.MOST_PICTURES}, "file"
        )
    kept = documents.attach(
        by=by, subject=(queries.SUBJECT, str(row.pk)), title=alt or _("Hình của tin bài"),
        file_name=file_name, content=content,
    )  # fmt: skip
    if not kept.media_type.startswith("image/"):
        raise FieldError(_("Cần một tệp ảnh JPEG, PNG hoặc WebP; nhận được PDF."), "file")
    return ArticlePicture.objects.create(
        article=row, number=max(numbers, default=0) + 1, attachment=kept,
        alt=alt, alt_en=alt_en, credit=credit,
    )  # fmt: skip


@transaction.atomic
def tell_picture(
    *, by: Actor, article: Article, number: int, alt: str, alt_en: str = "", credit: str = ""
) -> ArticlePicture:
    """The words for those who cannot see it. Raises FieldError."""
    row = _own(by, article)
    found = ArticlePicture.objects.filter(article=row, number=number).first()
    if found is None:
        raise FieldError(_("Bài không có hình %(number)d.") % {"number": number})
    if not alt and row.shown_id and row.withdrawn_at is None:
        raise FieldError(_("Bài đang đăng: hình nào cũng cần lời tả."), "alt")
    found.alt, found.alt_en, found.credit = alt, alt_en, credit
    found.save(update_fields=["alt", "alt_en", "credit"])
    journal.record(by, "article.picture_told", row, picture=number)
    return found


# --- inside ---------------------------------------------------------------------------------------


def lacks(row: Article) -> list[tuple[str, str]]:
    """Field and sentence of each thing that keeps the newest version from being published."""
    latest = row.latest
    if latest is None:
        return [("title", _("Bài chưa có bản nào."))]
    texts = {name: str(getattr(latest, name)) for name in rules.TEXTS}
    found = rules.lacks(texts, queries.alternative_texts(row))
    return [(one.field, _(one.sentence) % one.values) for one in found]


def _own(by: Actor, article: Article) -> Article:
    """Locked, and again one that the actor may work on."""
    if not (by.may(WRITE) or by.may(REVIEW)):
        raise NotAllowedError(_("Vai trò của bạn không viết tin bài."))
    Article.objects.select_for_update().filter(pk=article.pk).first()
    row = queries.article(by, article.pk)
    if row is None:
        raise NotAllowedError(_("Không có bài này trong các bài của cơ quan bạn."))
    return row


def _checked(facts: ArticleFacts) -> dict[str, Any]:
    if not facts.title:
        raise FieldError(_("Nhập đầu đề."), "title")
    if facts.video and rules.wrong_address(facts.video):
        raise FieldError(
            _("Cần một địa chỉ bắt đầu bằng https://; nhận được địa chỉ khác."), "video"
        )
    group = ProductGroup.objects.filter(path=facts.group).first() if facts.group else None
    wrong = rules.wrong_tags(
        not facts.group or group is not None, facts.audience, facts.clause, AUDIENCES
    )
    if wrong == "clause":
        raise FieldError(_("Ghi điều khoản như II.1.a hoặc PL.1, hoặc để trống."), "clause")
    if wrong:
        raise FieldError(_("Chọn một mục trong danh sách, hoặc để trống."), wrong)
    values: dict[str, Any] = {
        field.name: getattr(facts, field.name) for field in fields(ArticleFacts)
    }
    return values | {"group": group}


def _new_version(by: Actor, row: Article, values: Mapping[str, Any]) -> None:
    number = (row.latest.number if row.latest else 0) + 1
    row.latest = ArticleVersion.objects.create(
        article=row, number=number, saved_by=by.name, **values
    )
    row.state, row.updated_at = rules.DRAFT, timezone.now()
    row.save(update_fields=["latest", "state", "updated_at"])
    _keep_words(row)


def _keep_words(row: Article) -> None:
    """What an article is found by: its shown words where it is shown, else those that are written."""
    one = row.shown or row.latest
    if one is None:
        return
    texts = [one.title, one.title_en, one.summary, one.group.name if one.group else ""]
    # then words of the text, as far as the index takes them
    search.keep(ArticleWord, {row.pk: search.index_words(texts=[*texts, one.body])})


def _free_slug(title: str) -> str:
    slug = rules.slug_of(words(title))
    taken = set(Article.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _changed(row: Article, base: int) -> str:
    """Titles of what differs between the version that was read and the newest one."""
    old, new = queries.version(row, base), row.latest
    if old is None or new is None:
        return _("cả bài")
    names = [
        str(ArticleVersion._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in (*rules.TEXTS, "group", "audience", "clause")
        if getattr(old, name) != getattr(new, name)
    ]
    return ", ".join(names) or _("không gì")


def _state(row: Article) -> dict[str, str]:
    return {"state": row.get_state_display().lower()}


def _reason(text: str) -> str:
    told = text.strip()
    if not SHORTEST_REASON <= len(told) <= LONGEST_REASON:
        raise FieldError(
            _("Ghi lý do, từ %(least)d đến %(most)d ký tự.")
            % {"least": SHORTEST_REASON, "most": LONGEST_REASON},
            "reason",
        )
    return told
