"""Which form of answer a request asks for: media type, version, spelling, extensions.

    Accept: application/xml, application/json;q=0.5
    GS1-EPCIS-Max: 1.2.0                                   XML 1.2
    GS1-EPC-Format: Always_EPC_URN
    GS1-Extensions: ex=https://example.org/epcis/          Wanted("application/xml", ..., "1.2", ...)

`negotiate` is a pure function of the header texts and keeps its recent answers, because clients send the
same headers again and again.

A range of versions is met by 2.0 when it can be, by EPCIS 1.2 in XML when only that lies in it, else by
406. A bound counts only as exactly as it is written: "2" as GS1-EPCIS-Max allows 2.0.0.

Source: EPCIS 2.0 §12.3, §12.4; header parameters of the official OpenAPI file; RFC 9110 §12.5.1.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Literal, cast

from txng.epcis.errors import NotAcceptableException

EpcFormat = Literal[
    "No_Preference", "Always_GS1_Digital_Link", "Always_EPC_URN", "Never_Translates"
]
CbvFormat = Literal["No_Preference", "Always_Web_URI", "Always_URN", "Never_Translates"]
EPC_FORMATS: Final = (
    "No_Preference", "Always_GS1_Digital_Link", "Always_EPC_URN", "Never_Translates",
)  # fmt: skip
CBV_FORMATS: Final = ("No_Preference", "Always_Web_URI", "Always_URN", "Never_Translates")

JSON_TYPES: Final = ("application/json", "application/ld+json")
XML_TYPES: Final = ("application/xml", "text/xml")

# (EPCIS, CBV) that go together, best first
VERSIONS: Final[tuple[tuple[Literal["2.0", "1.2"], str, str], ...]] = (
    ("2.0", "2.0.0", "2.0.0"),
    ("1.2", "1.2.0", "1.2.0"),
)
EPCIS_MIN, EPCIS_MAX = "1.2.0", "2.0.0"
CBV_MIN, CBV_MAX = "1.2.0", "2.0.0"

_ASKED: Final = (
    "HTTP_ACCEPT", "HTTP_GS1_EPCIS_VERSION", "HTTP_GS1_EPCIS_MIN", "HTTP_GS1_EPCIS_MAX",
    "HTTP_GS1_CBV_VERSION", "HTTP_GS1_CBV_MIN", "HTTP_GS1_CBV_MAX", "HTTP_GS1_EPC_FORMAT",
    "HTTP_GS1_CBV_XML_FORMAT", "HTTP_GS1_EXTENSIONS",
)  # fmt: skip
_VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,3}")
_QUALITY = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
_EXTENSION = re.compile(
    r"([A-Za-z_][A-Za-z0-9_.-]{0,99})\s*=\s*([A-Za-z][A-Za-z0-9+.-]*:[^\s,<>\"]+)"
)
_MAX_HEADER = 4096  # characters of Accept or GS1-Extensions
_MAX_EXTENSIONS = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """`media_type` is what the answer carries; `media` and `version` say how it is written;
    `extensions` are prefixes and name spaces of GS1-Extensions."""

    media_type: str = "application/json"
    media: Literal["json", "xml"] = "json"
    version: Literal["2.0", "1.2"] = "2.0"
    epc: EpcFormat = "Always_GS1_Digital_Link"
    cbv: CbvFormat = "No_Preference"
    extensions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The GS1 headers of an answer in this form."""
        return _headers(self.version, tuple(self.extensions.items()))


JSON: Final = Wanted()


@lru_cache(maxsize=256)
def _headers(version: str, extensions: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    _, epcis, cbv = next(row for row in VERSIONS if row[0] == version)
    told = ", ".join(f"{prefix}={namespace}" for prefix, namespace in extensions)
    return (
        ("GS1-EPCIS-Version", epcis),
        ("GS1-CBV-Version", cbv),
        ("GS1-Extensions", told),
    )


def wanted_by(environ: Mapping[str, Any], types: tuple[str, ...], is_told_in_1_2: bool) -> Wanted:
    """What the request asks for, among the media `types` that the resource has (best first).

    Events are told in EPCIS 1.2 too, where nothing else of the interface exists. Beside a body the two
    Version headers speak of the body, not of the answer.

    Without `types` there is no content, so no form of it that could be refused: only GS1-Extensions are read.

    Raises NotAcceptableException.
    """
    get = environ.get
    if not types:
        return negotiate(JSON_TYPES, False, extensions=get("HTTP_GS1_EXTENSIONS", ""))
    if environ["REQUEST_METHOD"] == "POST":
        asked = [get(name, "") for name in _ASKED]
        asked[1] = asked[4] = ""
        return negotiate(types, is_told_in_1_2, *asked)
    return negotiate(types, is_told_in_1_2, *[get(name, "") for name in _ASKED])


@lru_cache(maxsize=1024)
def negotiate(
    types: tuple[str, ...],
    is_told_in_1_2: bool,
    accept: str = "",
    epcis: str = "",
    epcis_min: str = "",
    epcis_max: str = "",
    cbv: str = "",
    cbv_min: str = "",
    cbv_max: str = "",
    epc_format: str = "",
    cbv_format: str = "",
    extensions: str = "",
) -> Wanted:
    """See the module. Raises NotAcceptableException."""
    ranked = acceptable(accept, types)
    if not ranked:
        raise NotAcceptableException(
            f"Expected to be asked for {' or '.join(types)}, got {accept[:200]!r}",
            detail_vi=f"Địa chỉ này trả lời bằng {' hoặc '.join(types)}. Đặt lại Accept.",
        )
    spoken = [
        version
        for version, of_epcis, of_cbv in VERSIONS
        if version == "2.0" or is_told_in_1_2
        if _within(of_epcis, epcis_min or epcis, epcis_max or epcis, "GS1-EPCIS")
        and _within(of_cbv, cbv_min or cbv, cbv_max or cbv, "GS1-CBV")
    ]
    if "2.0" in spoken:
        media_type, version = ranked[0], spoken[0]
    else:
        written = [one for one in ranked if one in XML_TYPES]
        if not spoken or not written:
            raise NotAcceptableException(
                "Expected a range of versions with EPCIS 2.0.0 and CBV 2.0.0 (JSON, XML) or EPCIS 1.2.0"
                f" and CBV 1.2.0 (XML of events), got EPCIS {epcis_min or epcis or '-'} to"
                f" {epcis_max or epcis or '-'}, CBV {cbv_min or cbv or '-'} to {cbv_max or cbv or '-'}",
                detail_vi="Kho sự kiện trả lời theo EPCIS 2.0, hoặc EPCIS 1.2 bằng XML. Đặt lại các"
                " tiêu đề GS1-EPCIS-Min, GS1-EPCIS-Max, GS1-CBV-Min, GS1-CBV-Max hoặc Accept.",
            )
        media_type, version = written[0], spoken[0]
    return Wanted(
        media_type,
        "xml" if media_type in XML_TYPES else "json",
        version,
        # the official file: absent means Always_GS1_Digital_Link
        cast("EpcFormat", _one_of("GS1-EPC-Format", epc_format, EPC_FORMATS, EPC_FORMATS[1])),
        cast("CbvFormat", _one_of("GS1-CBV-XML-Format", cbv_format, CBV_FORMATS, CBV_FORMATS[0])),
        MappingProxyType(read_extensions(extensions)),
    )


def acceptable(accept: str, types: Sequence[str]) -> list[str]:
    """Those of `types` that an Accept header allows, best first; all of them without a header.

    >>> acceptable("text/xml;q=0.9, application/json;q=0.1", ("application/json", "text/xml"))
    ['text/xml', 'application/json']
    """
    if not accept.strip():
        return list(types)
    asked: list[tuple[str, float]] = []
    for part in accept[:_MAX_HEADER].split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = float(value) if _QUALITY.fullmatch(value.strip()) else 0.0
        if kind:
            asked.append((PROBLEM_OF.get(kind, kind), quality))
    ranks = [(_quality(one, asked), one) for one in types]
    allowed = [(quality, one) for quality, one in ranks if quality > 0]
    return [one for _, one in sorted(allowed, key=lambda pair: -pair[0])]


# who asks for problems alone asks for the answer in the same writing
PROBLEM_OF: Final = {
    "application/problem+json": "application/json",
    "application/problem+xml": "application/xml",
}


def _quality(media_type: str, asked: Sequence[tuple[str, float]]) -> float:
    """The most specific range decides (RFC 9110 §12.5.1); within one, the highest quality."""
    for wanted in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        found = [quality for kind, quality in asked if kind == wanted]
        if found:
            return max(found)
    return 0.0


def problem_media(accept: str) -> Literal["json", "xml"]:
    """Problems are told in XML when XML is asked for before JSON, else in JSON: never a second error."""
    try:
        ranked = acceptable(accept, (*JSON_TYPES, *XML_TYPES))
    except ValueError:
        return "json"
    return "xml" if ranked and ranked[0] in XML_TYPES else "json"


def read_extensions(text: str) -> dict[str, str]:
    """Prefix -> name space.

    >>> read_extensions("ex=https://example.org/epcis/, fit=https://fit.example/ns#")
    {'ex': 'https://example.org/epcis/', 'fit': 'https://fit.example/ns#'}
    """
    found: dict[str, str] = {}
    parts = [part.strip() for part in text.split(",") if part.strip()]
    for part in parts:
        match = _EXTENSION.fullmatch(part)
        if match is None or len(text) > _MAX_HEADER or len(parts) > _MAX_EXTENSIONS:
            raise NotAcceptableException(
                "Expected GS1-Extensions: prefix=namespace, prefix=namespace with at most"
                f" {_MAX_EXTENSIONS} of them, got {text[:200]!r}",
                detail_vi="Tiêu đề GS1-Extensions có dạng tiền tố=không gian tên, cách nhau bằng dấu"
                " phẩy.",
            )
        found[match[1]] = match[2]
    return found


def check_version(header: str, text: str, lowest: str, highest: str) -> None:
    """Refuse a document that says it is of a version outside what can be read."""
    if not text:
        return
    given, last = _bound(header, text), _bound(header, highest)
    if not (_padded(_bound(header, lowest)) <= _padded(given) and given[: len(last)] <= last):
        raise NotAcceptableException(
            f"Expected {header} from {lowest} to {highest}, got {text[:50]!r}",
            detail_vi=f"Tiêu đề {header} nhận từ {lowest} đến {highest}.",
        )


def check_versions(environ: Mapping[str, Any]) -> None:
    """What the sender says of the body; XML of EPCIS 1.0 and 1.1 is read as 1.2 is."""
    for name, highest in (("EPCIS", EPCIS_MAX), ("CBV", CBV_MAX)):
        check_version(
            f"GS1-{name}-Version", environ.get(f"HTTP_GS1_{name}_VERSION", ""), "1.0.0", highest
        )


def _within(version: str, lowest: str, highest: str, header: str) -> bool:
    ours = _bound(header, version)
    if lowest and _padded(_bound(f"{header}-Min", lowest)) > _padded(ours):
        return False
    if highest:
        bound = _bound(f"{header}-Max", highest)
        return ours[: len(bound)] <= bound
    return True


def _bound(header: str, text: str) -> tuple[int, ...]:
    text = text.strip()
    if not _VERSION.fullmatch(text):
        raise NotAcceptableException(
            f"Expected a version (2.0.0) in {header}, got {text[:50]!r}",
            detail_vi=f"Tiêu đề {header} cần một phiên bản, ví dụ 2.0.0.",
        )
    return tuple(int(part) for part in text.split("."))


def _padded(version: tuple[int, ...]) -> tuple[int, ...]:
    return version + (0,) * (4 - len(version))


def _one_of(header: str, text: str, allowed: Sequence[str], default: str) -> str:
    value = text.strip() or default
    if value not in allowed:
        raise NotAcceptableException(
            f"Expected one of {', '.join(allowed)} in {header}, got {value[:50]!r}",
            detail_vi=f"Tiêu đề {header} nhận một trong: {', '.join(allowed)}.",
        )
    return value
