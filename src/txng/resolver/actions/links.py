"""Verbs for links. A key belongs to the organisation that registered its first link, until an authority
gives it to another."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.accounts.models import Organisation
from txng.gs1.application_identifiers import KEY_QUALIFIERS
from txng.gs1.digital_link import DigitalLink
from txng.gs1.errors import Gs1Error
from txng.resolver import link_queries, targets
from txng.resolver.actions.changed import links_changed
from txng.resolver.actions.permission import require_links, require_oversight
from txng.resolver.entities import entity_of
from txng.resolver.errors import (
    BadFileError,
    BadLinkError,
    BadTargetError,
    LinksError,
    NotAllowedError,
    NotThereError,
    SecondDefaultError,
)
from txng.resolver.levels import key_path
from txng.resolver.link_types import NOT_REGISTERED, iri_of
from txng.resolver.link_words import words_of
from txng.resolver.models import Link, LinkedKey, LinkVersion, LinkWord
from txng.resolver.models.links import LONGEST_TITLE
from txng.ui import search

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")
# the registries of IANA; what follows the slash is any registered name
_MEDIA_TYPE: Final = re.compile(
    r"(application|audio|font|image|message|model|multipart|text|video)/[A-Za-z0-9][A-Za-z0-9.+_-]{0,80}"
)
_CONTEXT: Final = re.compile(r"[A-Za-z0-9._-]{1,60}")
_MOST_LISTED: Final = 20
_DEFAULTS: Final = tuple(Link.Default.values)


@dataclass(frozen=True, slots=True)
class Content:
    """What a registrant says of a link; checked by `_checked`."""

    link_type: str
    href: str
    title: str
    hreflang: tuple[str, ...] = ()
    media_type: str = ""
    context: tuple[str, ...] = ()
    default: str = "no"


@transaction.atomic
def register_link(
    *, by: Actor, code: str, content: Content, description: str | None = None
) -> Link:
    """`code` is a key or an entity below it, in any spelling; `description` is of the key.

    Raises LinksError.
    """
    organisation_id = require_links(by)
    entity = _entity(code)
    key = _held_key(by, organisation_id, entity, description)
    content = _checked(content, entity, organisation_id)
    _refuse_second_default(entity.path, content)
    link = Link.objects.create(key=key, path=entity.path, **_fields(content))
    _remember(by, link, LinkVersion.Deed.REGISTERED)
    return link


@transaction.atomic
def replace_link(*, by: Actor, link_id: int, content: Content) -> Link:
    """Everything of a link but its code. Raises LinksError."""
    link = _own_link(by, link_id)
    content = _checked(content, entity_of(link.path), link.key.organisation_id)
    _refuse_second_default(link.path, content, besides=link)
    for name, value in _fields(content).items():
        setattr(link, name, value)
    link.version += 1
    link.withdrawn_at = None
    link.save()
    _remember(by, link, LinkVersion.Deed.REPLACED)
    return link


@transaction.atomic
def withdraw_link(*, by: Actor, link_id: int) -> Link:
    """Nobody is led there from now on; the link stays in the history. Twice is the same as once."""
    link = _own_link(by, link_id)
    if link.withdrawn_at is None:
        link.withdrawn_at = timezone.now()
        link.version += 1
        link.save(update_fields=["withdrawn_at", "version"])
        _remember(by, link, LinkVersion.Deed.WITHDRAWN)
    return link


@transaction.atomic
def restore_link(*, by: Actor, link_id: int, number: int) -> Link:
    """Put a link back into an earlier state. It is judged anew: its host may be approved no more."""
    link = _own_link(by, link_id)
    version = LinkVersion.objects.filter(link=link, number=number, content__isnull=False).first()
    if version is None or version.content is None:
        raise NotThereError(
            _("Liên kết này không có phiên bản %(number)d để khôi phục.") % {"number": number}
        )
    kept = version.content
    content = Content(
        kept["linkType"], kept["href"], kept["title"], tuple(kept["hreflang"]), kept["type"],
        tuple(kept["context"]), kept["default"],
    )  # fmt: skip
    content = _checked(content, entity_of(link.path), link.key.organisation_id)
    _refuse_second_default(link.path, content, besides=link)
    for name, value in _fields(content).items():
        setattr(link, name, value)
    link.version += 1
    link.withdrawn_at = None
    link.save()
    _remember(by, link, LinkVersion.Deed.RESTORED, restored=number)
    return link


@transaction.atomic
def assign_key(*, by: Actor, code: str, organisation: Organisation) -> LinkedKey:
    """Give a key's links to another organisation. For an authority: keys are claimed by whoever comes
    first, and first is not always right. Links whose hosts the new holder may not use lead nowhere."""
    require_oversight(by)
    path = key_path(_entity(code))
    key, is_new = LinkedKey.objects.select_for_update().get_or_create(
        path=path, defaults={"organisation": organisation}
    )
    before = key.organisation.name
    if not is_new:
        key.organisation = organisation
        key.save(update_fields=["organisation"])
    journal.record(by, "link_key.assigned", key, path=path, to=organisation.name, before=before)
    links_changed()
    return key


@transaction.atomic
def import_links(*, by: Actor, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> tuple[int, int]:
    """Registered and replaced. All rows or none: raises BadFileError with every wrong row.

    A row replaces the link in force of the same code, type and target; so a file can be read twice.
    """
    require_links(by)
    wrong: list[tuple[int, str]] = []
    registered = replaced = 0
    for number, row in rows:
        content = Content(**{name: row[name] for name in Content.__dataclass_fields__})
        try:
            with transaction.atomic():
                entity = _entity(row["code"])
                same = Link.objects.filter(
                    path=entity.path,
                    link_type=iri_of(content.link_type) or "",
                    href=content.href,
                    withdrawn_at__isnull=True,
                ).first()
                if same is None:
                    register_link(
                        by=by, code=row["code"], content=content, description=row["description"]
                    )
                    registered += 1
                elif same.content != _described(replace(content, link_type=same.link_type)):
                    replace_link(by=by, link_id=same.pk, content=content)
                    replaced += 1
        except LinksError as error:
            wrong.append((number, str(error)))
    if wrong:
        raise BadFileError(
            _("Tệp có %(count)d dòng sai nên chưa dòng nào được nhập. Sửa rồi nhập lại.")
            % {"count": len(wrong)},
            wrong,
        )
    return registered, replaced


# --- judging ----------------------------------------------------------------------------------


def _entity(code: str) -> DigitalLink:
    try:
        return entity_of(code)
    except Gs1Error as error:
        raise BadLinkError(
            _("Mã “%(code)s” không dùng được: %(why)s Số xê-ri không đi kèm số lô hay biến thể.")
            % {"code": code[:80], "why": error.vi}
        ) from None


def _held_key(
    by: Actor, organisation_id: int, entity: DigitalLink, description: str | None
) -> LinkedKey:
    key, _new = LinkedKey.objects.select_for_update().get_or_create(
        path=key_path(entity), defaults={"organisation_id": organisation_id}
    )
    if key.organisation_id != organisation_id:
        raise NotAllowedError(
            _(
                "Mã %(path)s do tổ chức khác giữ. Nếu mã là của bạn, đề nghị cơ quan quản lý giao lại."
            )
            % {"path": key.path}
        )
    if description is not None and description != key.description:
        key.description = _one_line(description, least=0)
        key.save(update_fields=["description"])
        _keep_words(key, *key.links.all())
    return key


def _own_link(by: Actor, link_id: int) -> Link:
    organisation_id = require_links(by)
    link = (
        Link.objects.select_for_update(of=("self",))
        .select_related("key")
        .filter(pk=link_id, key__organisation_id=organisation_id)
        .first()
    )
    if link is None:
        raise NotThereError(_("Không có liên kết số %(id)d của tổ chức này.") % {"id": link_id})
    return link


def _checked(content: Content, entity: DigitalLink, organisation_id: int) -> Content:
    iri = iri_of(content.link_type.strip())
    if iri is None:
        raise BadLinkError(
            _(
                "“%(got)s” không phải loại liên kết. Viết như gs1:pip hoặc https://ref.gs1.org/voc/pip."
            )
            % {"got": content.link_type[:80]}
        )
    if iri in NOT_REGISTERED:
        raise BadLinkError(
            _("Không đăng ký riêng liên kết mặc định: đánh dấu mặc định cho một liên kết có loại, như"
              " gs1:pip.")
        )  # fmt: skip
    if content.default not in _DEFAULTS:
        raise BadLinkError(
            _("Ô mặc định cần một trong: %(known)s.") % {"known": ", ".join(_DEFAULTS)}
        )
    for name, values, form in (
        (_("ngôn ngữ"), content.hreflang, _LANGUAGE),
        (_("ngữ cảnh"), content.context, _CONTEXT),
        (_("kiểu nội dung"), (content.media_type,) if content.media_type else (), _MEDIA_TYPE),
    ):
        bad = next((value for value in values if form.fullmatch(value) is None), None)
        if bad is not None or len(values) > _MOST_LISTED:
            raise BadLinkError(
                _("Ô %(name)s có giá trị không dùng được: “%(got)s”.")
                % {"name": name, "got": (bad or "…")[:80]}
            )
    href = content.href.strip()
    _refuse_target(href, organisation_id)
    known = {entity.ai, *(ai for way in KEY_QUALIFIERS[entity.ai] for ai in way)}
    if not targets.places(href) <= known:
        raise BadTargetError(
            _("Địa chỉ đích có chỗ trống không thuộc mã này. Dùng được: %(known)s.")
            % {"known": ", ".join(f"{{{ai}}}" for ai in sorted(known))},
            "place",
        )
    return replace(content, link_type=iri, href=href, title=_one_line(content.title, least=1))


def _refuse_target(href: str, organisation_id: int) -> None:
    refusal = targets.refuse(
        href, link_queries.approved_hosts(organisation_id), settings.WEBHOOK_NETWORKS
    )
    if refusal is None:
        return
    if refusal.reason == "unapproved":
        raise BadTargetError(
            _(
                "Tên miền %(host)s chưa được duyệt cho đơn vị này. Gửi đề nghị ở trang Tên miền đích,"
                " hoặc bằng lệnh txng link host request."
            )
            % {"host": refusal.got},
            refusal.reason,
        )
    raise BadTargetError(
        _("Địa chỉ đích phải viết như https://ten-mien.vn/trang, không có tên đăng nhập, tên miền chữ"
          " lạ hay ký tự lạ; nhận được %(got)s.") % {"got": refusal.got},
        refusal.reason,
    )  # fmt: skip


def _refuse_second_default(path: str, content: Content, besides: Link | None = None) -> None:
    if content.default != Link.Default.YES:
        return
    others = Link.objects.filter(path=path, default=Link.Default.YES, withdrawn_at__isnull=True)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if (other := others.first()) is not None:
        raise SecondDefaultError(
            _("Mã %(path)s đã có liên kết mặc định (số %(id)d). Gỡ hoặc sửa liên kết đó trước.")
            % {"path": path, "id": other.pk}
        )


def _one_line(text: str, *, least: int) -> str:
    text = " ".join(text.split())
    if not least <= len(text) <= LONGEST_TITLE or not text.isprintable():
        raise BadLinkError(
            _("Tiêu đề và mô tả cần tối đa %(most)d ký tự đọc được, tiêu đề không để trống.")
            % {"most": LONGEST_TITLE}
        )
    return text


# --- writing ----------------------------------------------------------------------------------


def _fields(content: Content) -> dict[str, Any]:
    return {
        "link_type": content.link_type,
        "href": content.href,
        "title": content.title,
        "hreflang": list(content.hreflang),
        "media_type": content.media_type,
        "context": list(content.context),
        "default": content.default,
    }


def _described(content: Content) -> dict[str, Any]:
    return Link(**_fields(content)).content


def _keep_words(key: LinkedKey, *links: Link) -> None:
    """Make them findable; call inside the transaction that wrote them."""
    search.keep(
        LinkWord,
        {one.pk: words_of(one.path, one.title, key.description, one.href) for one in links},
    )


def _remember(by: Actor, link: Link, deed: LinkVersion.Deed, **details: Any) -> None:
    _keep_words(link.key, link)
    content = None if deed == LinkVersion.Deed.WITHDRAWN else link.content
    LinkVersion.objects.create(
        link=link, number=link.version, deed=deed, content=content, actor=by.name
    )
    journal.record(
        by,
        f"link.{deed.value}",
        link,
        path=link.path,
        href=link.href,
        version=link.version,
        **details,
    )
    links_changed()
