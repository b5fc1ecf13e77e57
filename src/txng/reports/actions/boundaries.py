"""Shapes of communes are taken in from a file, and taken out again."""

import json
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.documents import storage
from txng.parties import administrative_units as units
from txng.reports.errors import FieldError, NotAllowedError
from txng.reports.queries import boundaries as queries
from txng.reports.rules import KEEP, N_, boundaries
from txng.reports.rules.boundaries import Shapes

SUBJECT = ("reports.boundaries", "communes")
_REFUSED = {
    "large": N_("Tệp nặng quá 50 MB. Giảm số điểm của ranh rồi nhập lại."),
    "json": N_("Tệp này không phải JSON. Cần tệp TopoJSON hoặc GeoJSON."),
    "kind": N_("Cần TopoJSON (Topology) hoặc GeoJSON (FeatureCollection); nhận được “%(found)s”."),
    "empty": N_("Tệp không có đa giác nào. Cần ranh của các xã, phường."),
    "degrees": N_("Tọa độ phải là độ kinh, vĩ WGS 84; nhận được “%(found)s”. Đổi hệ tọa độ rồi nhập lại."),
    "codes": N_("Không hình nào mang mã xã của tỉnh; nhận được “%(found)s”. Cần mã năm số ở code."),
}  # fmt: skip


def import_boundaries(*, by: Actor, data: bytes, source: str) -> Shapes:
    """Write the paths of a TopoJSON or GeoJSON file; what was there is replaced. Raises FieldError,
    NotAllowedError."""
    _refuse_without(by)
    try:
        found = boundaries.read(data, [one.code for one in units.communes()])
    except boundaries.BoundariesRefused as refused:
        raise FieldError(_(_REFUSED[refused.word]) % {"found": refused.found}, "file") from None
    _write(
        queries.file(),
        {
            "source": source,
            "taken_in_at": timezone.now().isoformat(timespec="seconds"),
            "paths": found.paths,
        },
    )
    journal.record(by, "boundaries.imported", SUBJECT, source=source, communes=len(found.paths))
    return found


def remove_boundaries(*, by: Actor) -> bool:
    """Whether there were any. The map goes back to bubbles. Raises NotAllowedError."""
    _refuse_without(by)
    try:
        queries.file().unlink()
    except FileNotFoundError:
        return False
    journal.record(by, "boundaries.removed", SUBJECT)
    return True


def _write(path: Path, told: dict[str, object]) -> None:
    storage.keep(path, json.dumps(told, ensure_ascii=False).encode())


def _refuse_without(by: Actor) -> None:
    if not by.may_everywhere(KEEP):
        raise NotAllowedError(_("Chỉ cơ quan thường trực nhập ranh cho bản đồ."))
