"""The query string: what pages it, and what asks.

?EQ_bizStep=shipping|receiving&perPage=30&nextPageToken=...  ->  ("30", "...", [(EQ_bizStep, ...)])
"""

from typing import NamedTuple
from urllib.parse import parse_qsl

from txng.epcis.errors import QueryParameterException

MAX_PARAMETERS = 200

Pairs = list[tuple[str, str]]


class Asked(NamedTuple):
    """`rest` are the parameters of the query itself, in their order."""

    per_page: str | None
    token: str | None
    rest: Pairs


def read_pairs(query: str) -> Pairs:
    """Decoded names and values. Raises QueryParameterException."""
    if not query:
        return []
    try:
        pairs = _decoded(query)
    except ValueError as error:
        raise QueryParameterException(
            f"Expected at most {MAX_PARAMETERS} parameters in UTF-8, got: {error}",
            detail_vi="Câu hỏi có quá nhiều tham số hoặc không phải UTF-8.",
        ) from None
    if any("\x00" in name or "\x00" in value for name, value in pairs):
        raise QueryParameterException(
            "Expected parameters without the character NUL",
            detail_vi="Tham số không được chứa ký tự NUL.",
        )
    return pairs


def _decoded(query: str) -> Pairs:
    # an address is all that most questions escape: then nothing needs to be read letter by letter
    plain = query.replace("%3A", ":").replace("%2F", "/")
    if "%" in plain or "+" in plain or plain.count("&") >= MAX_PARAMETERS:
        return parse_qsl(
            query, keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS
        )
    fields = [field.partition("=") for field in plain.split("&") if field]
    return [(name, value) for name, _, value in fields]


def read_paging(query: str, *, others: bool) -> Asked:
    """Takes perPage and nextPageToken out; without `others` nothing else may be asked."""
    found: dict[str, str] = {}
    rest: Pairs = []
    for name, value in read_pairs(query):
        if name not in ("perPage", "nextPageToken"):
            rest.append((name, value))
        elif name in found or not value:
            raise QueryParameterException(
                f"Expected one value for {name}",
                detail_vi=f"Tham số {name} cần đúng một giá trị.",
            )
        else:
            found[name] = value
    if rest and not others:
        raise QueryParameterException(
            f"Expected perPage and nextPageToken only, got {rest[0][0][:100]!r}",
            detail_vi="Danh sách này chỉ nhận perPage và nextPageToken.",
        )
    return Asked(found.get("perPage"), found.get("nextPageToken"), rest)
