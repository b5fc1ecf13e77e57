"""Forms of establishments, plots and codes of areas."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.parties.actions import CodeFacts, PlaceFacts, PlotFacts
from txng.parties.forms.fields import CommuneField, Hidden, codes_of, place_of
from txng.parties.models import Establishment, Plot, SiteCode
from txng.parties.rules import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_NOTE, geojson
from txng.parties.rules.shapes import PER_DEGREE
from txng.ui import fields


class PlaceForm(fields.Form):
    kind = fields.ChoiceField(_("Dùng làm"), choices=Establishment.Kind.choices)
    name = fields.TextField(_("Tên địa điểm"), longest=LONGEST_NAME, wide=True)
    commune = CommuneField(_("Xã, phường, đặc khu"))
    address = fields.TextField(
        _("Số nhà, đường, thôn"), longest=LONGEST_ADDRESS, required=False, wide=True
    )
    spot = fields.TextField(
        _("Vĩ độ và kinh độ"),
        longest=60,
        required=False,
        hint=_("Như 11,940421 108,458313, đo tại cửa chính"),
    )
    gln = fields.TextField(
        _("Mã địa điểm toàn cầu GLN"), longest=20, required=False, hint=_("13 chữ số, nếu đã có")
    )
    version = Hidden()

    @property
    def facts(self) -> PlaceFacts:
        told = self.cleaned_data
        own = {name: told[name] for name in ("kind", "name", "address", "spot", "gln")}
        return PlaceFacts(**own, **codes_of(told["commune"]))

    @staticmethod
    def values_of(place: Establishment) -> dict[str, Any]:
        spot = ""
        if place.latitude is not None and place.longitude is not None:
            spot = f"{place.latitude / PER_DEGREE:.6f} {place.longitude / PER_DEGREE:.6f}"
        return {
            "kind": place.kind,
            "name": place.name,
            "address": place.address,
            "spot": spot.replace(".", ","),
            "gln": place.gln,
            "commune": place_of(place.commune_code, place.earlier_commune_code),
            "version": place.version,
        }


class PlotForm(fields.Form):
    name = fields.TextField(
        _("Tên thửa"), longest=LONGEST_NAME, hint=_("Như Đồi sau nhà, Thửa 12 tờ 5"), wide=True
    )
    commune = CommuneField(_("Xã, phường, đặc khu"))
    crop = fields.TextField(
        _("Cây trồng"), longest=100, required=False, hint=_("Như Cà phê Arabica")
    )
    cropping_system = fields.ChoiceField(
        _("Cách trồng"),
        choices=Plot.Cropping.choices,
        required=False,
        hint=_("Có nước không nhận sầu riêng trồng xen cà phê"),
    )
    planted_year = fields.NumberField(_("Năm trồng"), whole=True, required=False)
    declared_ha = fields.NumberField(
        _("Diện tích theo giấy tờ (ha)"), required=False, hint=_("Như 0,85")
    )
    boundary = fields.TextField(
        _("Ranh thửa"),
        longest=geojson.MOST_BYTES,
        rows=8,
        required=False,
        wide=True,
        hint=_(
            "Mỗi góc một dòng, vĩ độ rồi kinh độ, đi vòng quanh thửa; hoặc dán nội dung tệp GeoJSON."
            " Thửa đến 4 ha có thể ghi một điểm."
        ),
    )
    version = Hidden()

    @property
    def facts(self) -> PlotFacts:
        told = self.cleaned_data
        names = ("name", "crop", "cropping_system", "planted_year", "declared_ha", "boundary")
        return PlotFacts(**{name: told[name] for name in names}, **codes_of(told["commune"]))

    @staticmethod
    def values_of(plot: Plot) -> dict[str, Any]:
        return {
            "name": plot.name,
            "commune": place_of(plot.commune_code, plot.earlier_commune_code),
            "crop": plot.crop,
            "cropping_system": plot.cropping_system,
            "planted_year": plot.planted_year,
            "declared_ha": plot.declared_ha,
            "boundary": corners(plot) if plot.geometry else "",
            "version": plot.version,
        }


def corners(plot: Plot) -> str:
    """The boundary as lines of corners; as GeoJSON where there is a hole."""
    shape = geojson.kept(plot.geometry)
    if shape.holes:
        return plot.geometry
    return "\n".join(
        f"{y / PER_DEGREE:.6f} {x / PER_DEGREE:.6f}".replace(".", ",") for x, y in shape.outer
    )


class CodeForm(fields.Form):
    kind = fields.ChoiceField(_("Loại mã"), choices=SiteCode.Kind.choices, radio=True)
    code = fields.TextField(
        _("Mã số"), longest=40, hint=_("Như VN-68-24848-01-26 hoặc VN-LDOR-0001")
    )
    issued_on = fields.DayField(_("Cấp ngày"))
    valid_until = fields.DayField(_("Hiệu lực đến hết ngày"), required=False)
    countries = fields.TextField(
        _("Nước nhập khẩu"), longest=200, required=False, hint=_("Như Trung Quốc, Hàn Quốc")
    )
    establishment = fields.ChoiceField(_("Địa điểm"), choices=(), required=False)
    plots = fields.ManyField(_("Các thửa"), choices=(), required=False)
    version = Hidden()

    def __init__(
        self, *args: Any, places: list[Establishment], plots: list[Plot], is_new: bool, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.places = {one.code: one for one in places}
        self.lands = {one.code: one for one in plots}
        self._offer("establishment", [(one.code, one.name) for one in places])
        self._offer("plots", [(one.code, f"{one.name} ({one.code})") for one in plots])
        if not is_new:
            for name in ("kind", "code", "issued_on"):
                del self.fields[name]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        if not choices:
            del self.fields[name]
        elif name == "establishment":
            self.fields[name].choices = [("", fields.NOTHING_CHOSEN), *choices]  # type: ignore[attr-defined]
        else:
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def facts(self, kept: SiteCode | None = None) -> CodeFacts:
        told = self.cleaned_data
        return CodeFacts(
            kind=kept.kind if kept else told["kind"],
            code=kept.code if kept else told["code"],
            issued_on=kept.issued_on if kept else told["issued_on"],
            valid_until=told["valid_until"],
            countries=told["countries"],
            establishment=self.places.get(told.get("establishment", "")),
            plots=[self.lands[code] for code in told.get("plots", [])],
        )


class StateForm(fields.Form):
    state = fields.ChoiceField(_("Trạng thái"), choices=SiteCode.State.choices, radio=True)
    since = fields.DayField(_("Từ ngày"))
    reason = fields.TextField(
        _("Lý do"),
        longest=LONGEST_NOTE,
        rows=3,
        required=False,
        hint=_("Cần ghi khi tạm dừng hoặc thu hồi"),
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["since"].initial = timezone.localdate
