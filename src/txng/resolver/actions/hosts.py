"""Verbs for the hosts that links may lead to, and for prefixes that another resolver answers for."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.accounts.models import Organisation
from txng.resolver import link_queries, targets
from txng.resolver.actions.changed import links_changed
from txng.resolver.actions.permission import require_links, require_oversight
from txng.resolver.errors import BadLinkError, BadTargetError, NotThereError
from txng.resolver.models import Forwarding, LinkHost
from txng.resolver.models.links import LONGEST_TITLE


@transaction.atomic
def request_host(*, by: Actor, host: str, reason: str = "") -> LinkHost:
    """Ask that links of the own organisation may lead to `host`. What was refused may be asked again."""
    organisation_id = require_links(by)
    host = host.strip().lower()
    inside = targets.refuse(f"http://{host}/", {host}, settings.WEBHOOK_NETWORKS) is None
    if not inside and targets.refuse_host(host) is not None:
        raise BadTargetError(
            _("Tên miền phải viết bằng chữ cái không dấu, như trang.ten-mien.vn, không kèm https://, số"
              " cổng hay đường dẫn; nhận được %(got)s.") % {"got": ascii(host[:80])},
            "host",
        )  # fmt: skip
    row, is_new = LinkHost.objects.select_for_update().get_or_create(
        organisation_id=organisation_id,
        host=host,
        defaults={"requested_by": by.name, "reason": reason[:LONGEST_TITLE]},
    )
    if not is_new and row.state in (LinkHost.State.REFUSED, LinkHost.State.REVOKED):
        row.state = LinkHost.State.REQUESTED
        row.requested_at, row.requested_by = timezone.now(), by.name
        row.decided_at, row.decided_by = None, ""
        row.reason = reason[:LONGEST_TITLE]
        row.save()
    journal.record(by, "link_host.requested", row, host=host, reason=row.reason)
    return row


def approve_host(*, by: Actor, host_id: int, reason: str = "") -> LinkHost:
    return _decide(by, host_id, LinkHost.State.APPROVED, reason)


def refuse_host(*, by: Actor, host_id: int, reason: str) -> LinkHost:
    return _decide(by, host_id, LinkHost.State.REFUSED, reason)


def revoke_host(*, by: Actor, host_id: int, reason: str) -> LinkHost:
    """From now on no link of the organisation leads there, though nobody touched the links."""
    return _decide(by, host_id, LinkHost.State.REVOKED, reason)


@transaction.atomic
def _decide(by: Actor, host_id: int, state: LinkHost.State, reason: str) -> LinkHost:
    require_oversight(by)
    row = LinkHost.objects.select_for_update().filter(pk=host_id).first()
    if row is None:
        raise NotThereError(_("Không có đề nghị tên miền số %(id)d.") % {"id": host_id})
    row.state, row.reason = state, reason[:LONGEST_TITLE]
    row.decided_at, row.decided_by = timezone.now(), by.name
    row.save()
    journal.record(by, f"link_host.{state.value}", row, host=row.host, reason=row.reason)
    links_changed()
    return row


@transaction.atomic
def forward_prefix(*, by: Actor, prefix: str, stem: str, organisation: Organisation) -> Forwarding:
    """Let another resolver answer for the keys of a company prefix of which nothing is known here.

    For an authority, because nothing yet tells whose a prefix is.
    """
    require_oversight(by)
    if not (prefix.isascii() and prefix.isdigit() and 4 <= len(prefix) <= 12):
        raise BadLinkError(
            _("Mã doanh nghiệp GS1 có từ 4 đến 12 chữ số; nhận được “%(got)s”.")
            % {"got": prefix[:20]}
        )
    stem = stem.strip().rstrip("/")
    hosts = link_queries.approved_hosts(organisation.pk)
    refusal = targets.refuse(stem, hosts, settings.WEBHOOK_NETWORKS)
    if refusal is not None or "?" in stem or "#" in stem or targets.places(stem):
        raise BadTargetError(
            _(
                "Gốc địa chỉ phải viết như https://ten-mien.vn, với tên miền đã được duyệt cho tổ chức."
            ),
            refusal.reason if refusal else "characters",
        )
    before = Forwarding.objects.filter(prefix=prefix, withdrawn_at__isnull=True)
    before.update(withdrawn_at=timezone.now())
    row = Forwarding.objects.create(organisation=organisation, prefix=prefix, stem=stem)
    journal.record(by, "link_prefix.forwarded", row, prefix=prefix, stem=stem)
    links_changed()
    return row


@transaction.atomic
def withdraw_forwarding(*, by: Actor, prefix: str) -> Forwarding:
    require_oversight(by)
    row = Forwarding.objects.filter(prefix=prefix, withdrawn_at__isnull=True).first()
    if row is None:
        raise NotThereError(_("Không có chuyển tiếp cho mã %(prefix)s.") % {"prefix": prefix[:20]})
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    journal.record(by, "link_prefix.withdrawn", row, prefix=prefix)
    links_changed()
    return row
