"""What an enterprise is classed as: size, main product group, market. Each with the reason.

>>> market(("VN",), ("cho", "dai-ly"), ()).word
'noi-dia'
>>> market(("VN", "CN"), (), ()).reason
'Sản phẩm khai có bán ở nước ngoài.'
>>> main_group({"ca-phe": 2, "che": 1}, "che").word
'ca-phe'

Plan 6736, II.6.a: "size, product group, market, management requirement". The size follows Decree 80/2021 and
is decided in parties.rules.size_classes; here a band of revenue is turned into the figure it asks for.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from txng.support.rules import N_

EXPORT: Final = "xuat-khau"
DOMESTIC: Final = "noi-dia"
LOCAL: Final = "tai-cho"
UNKNOWN: Final = ""
MARKETS: Final = {
    EXPORT: N_("Xuất khẩu"),
    DOMESTIC: N_("Trong nước"),
    LOCAL: N_("Tại chỗ, trong tỉnh"),
    UNKNOWN: N_("Chưa rõ"),
}
AT_HOME: Final = "VN"
NEARBY: Final = frozenset({"tai-vuon", "cho", "thuong-lai"})

# the upper end of each band in VND; no limit of Decree 80/2021 lies inside a band
BANDS: Final[Mapping[str, int]] = {
    "duoi-500tr": 500_000_000,
    "500tr-3ty": 3_000_000_000,
    "3ty-10ty": 10_000_000_000,
    "10ty-50ty": 50_000_000_000,
    "50ty-100ty": 100_000_000_000,
    "100ty-200ty": 200_000_000_000,
    "200ty-300ty": 300_000_000_000,
    "tren-300ty": 300_000_000_001,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`word` "" is not known; `reason` is a whole sentence with named places for `values`."""

    word: str
    reason: str
    values: Mapping[str, str | int]


def market(
    countries: Collection[str], channels: Collection[str], exports_to: Collection[str]
) -> Verdict:
    """`countries`: markets of the products, ISO 3166; `channels`, `exports_to`: what the survey told."""
    if set(countries) - {AT_HOME}:
        return Verdict(EXPORT, N_("Sản phẩm khai có bán ở nước ngoài."), {})
    if exports_to:
        return Verdict(EXPORT, N_("Khảo sát cho biết có bán ra nước ngoài."), {})
    if not channels and not countries:
        return Verdict(UNKNOWN, N_("Chưa có sản phẩm nào và chưa cho biết nơi bán."), {})
    if channels and set(channels) <= NEARBY:
        return Verdict(LOCAL, N_("Chỉ bán tại vườn, ở chợ hoặc cho thương lái."), {})
    return Verdict(DOMESTIC, N_("Bán trong nước, không có nơi bán ở nước ngoài."), {})


def main_group(products: Mapping[str, int], told: str) -> Verdict:
    """`products`: how many of each group are on sale; `told`: what the enterprise says it mostly sells."""
    if products:
        most = max(products.values())
        best = sorted(group for group, count in products.items() if count == most)
        if told in best:
            best = [told]
        reason = N_("%(count)d trên %(all)d sản phẩm trong sổ thuộc nhóm này.")
        return Verdict(best[0], reason, {"count": most, "all": sum(products.values())})
    if told:
        return Verdict(told, N_("Theo câu trả lời khảo sát; sổ chưa có sản phẩm nào."), {})
    return Verdict(UNKNOWN, N_("Sổ chưa có sản phẩm nào."), {})


def revenue_of(band: str) -> int | None:
    """VND, for the limits of the decree; None for a band that is not told."""
    return BANDS.get(band)
