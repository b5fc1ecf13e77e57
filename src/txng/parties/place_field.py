"""The field for a place: one box that understands new names and old ones. For the forms of every room."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.parties import administrative_units as units
from txng.parties.administrative_units import Place
from txng.ui import fields
from txng.ui.typed_values import shown

PLACES_LIST: Final = "places"
"""Id of the datalist (parties/places.html) that offers every name."""


class CommuneField(fields.TextField):
    """The name of a commune, of today or of before 1 July 2025, as a Place.

    An old name is kept as what the address was, and leads to the commune of today.
    """

    def __init__(self, label: Any, **kw: Any) -> None:
        kw.setdefault(
            "hint", gettext_lazy("Tên mới hoặc tên trước 01/07/2025, như Xã Lạc Dương, Xã Đạ Sar")
        )
        super().__init__(label, longest=120, **kw)
        self.widget.attrs["list"] = PLACES_LIST

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        found = units.places_called(typed)
        if len(found) == 1:
            return found[0]
        if not found:
            told = _("Không có xã, phường nào tên %(got)s. Chọn trong danh sách gợi ý.")
            raise ValidationError(told % {"got": shown(typed)})
        told = _("%(got)s có nhiều nơi: %(places)s. Ghi rõ một nơi.")
        labels = "; ".join(place.label for place in found[:6])
        raise ValidationError(told % {"got": shown(typed), "places": labels})

    def prepare_value(self, value: Any) -> Any:
        return value.label if isinstance(value, Place) else value


def place_of(commune_code: str, earlier_code: str) -> Place | None:
    """What stands in the box of a record that is edited."""
    commune = units.commune(commune_code)
    if commune is None:
        return None
    return Place(commune, units.earlier_commune(earlier_code) if earlier_code else None)


def codes_of(place: Place) -> dict[str, Any]:
    return {
        "commune_code": place.commune.code,
        "earlier_commune_code": place.earlier.code if place.earlier else "",
    }
