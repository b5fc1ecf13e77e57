"""What a certificate is on a day, and what of a draft cannot stand.

    state (kept)    on a day (computed)
    valid           not_yet | valid | expired | replaced
    suspended       suspended: until it is restored, whatever the day
    withdrawn       withdrawn: for ever
    struck          struck: entered by mistake, shown to its body alone

>>> from datetime import date
>>> standing(VALID, date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
'expired'
>>> standing(SUSPENDED, date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
'suspended'
"""

import calendar
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import field as member
from datetime import date, timedelta
from typing import Final, Literal

from txng.certification.rules import N_
from txng.gs1.check_digit import digit_for

VALID: Final = "valid"
SUSPENDED: Final = "suspended"
WITHDRAWN: Final = "withdrawn"
STRUCK: Final = "struck"
STATES: Final = (VALID, SUSPENDED, WITHDRAWN, STRUCK)

Standing = Literal["valid", "not_yet", "expired", "replaced", "suspended", "withdrawn", "struck"]

ISSUED: Final = "issued"
RENEWED: Final = "renewed"  # of the old one: another took its place
RESCOPED: Final = "rescoped"
RESTORED: Final = "restored"
ASKED: Final = "withdrawal_asked"
TAKEN_BACK: Final = "withdrawal_taken_back"
VERBS: Final = (
    ISSUED, RENEWED, RESCOPED, SUSPENDED, RESTORED, ASKED, TAKEN_BACK, WITHDRAWN, STRUCK,
)  # fmt: skip

REMINDED_DAYS: Final = (30, 60, 90)  # reference/ux.md §2.12
LONGEST_NUMBER: Final = 60
LONGEST_REASON: Final = 500
LONGEST_NOTE: Final = 1000
LONGEST_CODE: Final = 16
FARTHEST_YEARS: Final = 10  # no scheme runs longer: beyond that it is a slip of the pen


def standing(
    state: str, valid_from: date, valid_until: date, day: date, *, replaced_from: date | None = None
) -> Standing:
    """`replaced_from`: the first day of the certificate that takes its place."""
    if state in (SUSPENDED, WITHDRAWN, STRUCK):
        return state  # type: ignore[return-value]
    if replaced_from is not None and replaced_from <= day:
        return "replaced"
    if day < valid_from:
        return "not_yet"
    return "expired" if day > valid_until else "valid"


def days_left(valid_until: date, day: date) -> int:
    """0 on the last day, negative afterwards."""
    return (valid_until - day).days


def usual_end(valid_from: date, months: int) -> date:
    """The last day of so many months.

    >>> usual_end(date(2026, 8, 31), 6), usual_end(date(2026, 1, 1), 12)
    (datetime.date(2027, 2, 27), datetime.date(2026, 12, 31))
    """
    years, month = divmod(valid_from.month - 1 + months, 12)
    year, month = valid_from.year + years, month + 1
    day = min(valid_from.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def code_of(number: int) -> str:
    """The public code of a certificate: short, spelt in one way, one wrong key is noticed.

    >>> code_of(42)
    'CN-000042-8'
    """
    digits = f"{number:06}"
    return f"CN-{digits}-{digit_for('0314' + digits)}"


def read_code(text: str) -> str:
    """The one spelling of a public code; "" for any other text.

    >>> read_code(" cn 0000428 "), read_code("CN-000043-8")
    ('CN-000042-8', '')
    """
    bare = "".join(sign for sign in text.upper() if sign.isalnum() and sign.isascii())
    digits = bare[2:]
    if bare[:2] != "CN" or not digits.isdigit() or not 7 <= len(digits) <= 11:
        return ""
    found = f"CN-{digits[:-1]}-{digits[-1]}"
    return found if found == code_of(int(digits[:-1])) else ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a certificate covers, by codes. Without products: everything of its holder; without sites:
    wherever its holder makes it. `volume_kg_year` is None where the paper names none."""

    products: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    volume_kg_year: str = ""

    def as_dict(self) -> dict[str, object]:
        return {
            "products": list(self.products),
            "groups": list(self.groups),
            "sites": list(self.sites),
            "volume_kg_year": self.volume_kg_year,
        }


@dataclass(frozen=True, slots=True)
class Accredited:
    """What an accreditation lets a body certify. `groups` empty: every product."""

    number: str
    schemes: frozenset[str]
    groups: tuple[str, ...]
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class Problem:
    """`field` of the form; `sentence` is marked for the catalogue and filled with `values`."""

    field: str
    sentence: str
    values: Mapping[str, object] = member(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A certificate before it stands. `groups`: path -> name, those of its products among them."""

    scheme: str
    scheme_name: str
    needs_products: bool
    issued_on: date
    valid_from: date
    valid_until: date
    groups: Mapping[str, str]
    has_products: bool


def covers_group(accredited: Collection[str], path: str) -> bool:
    """A group covers everything under it.

    >>> covers_group(["nong-san/rau/"], "nong-san/rau/nam/"), covers_group(["nong-san/rau/"], "nong-san/")
    (True, False)
    """
    return not accredited or any(path.startswith(above) for above in accredited)


def day_problems(draft: Draft, today: date) -> list[Problem]:
    found = []
    if draft.issued_on > today:
        found.append(
            Problem(
                "issued_on",
                N_("Ngày cấp là ngày đã ký, không sau hôm nay %(today)s; nhận được %(got)s."),
                {"today": today, "got": draft.issued_on},
            )
        )
    if draft.valid_from < draft.issued_on:
        found.append(
            Problem(
                "valid_from",
                N_("Ngày bắt đầu hiệu lực phải từ ngày cấp %(issued)s trở đi; nhận được %(got)s."),
                {"issued": draft.issued_on, "got": draft.valid_from},
            )
        )
    if draft.valid_until < draft.valid_from:
        found.append(
            Problem(
                "valid_until",
                N_("Ngày hết hạn phải từ ngày bắt đầu %(start)s trở đi; nhận được %(got)s."),
                {"start": draft.valid_from, "got": draft.valid_until},
            )
        )
    elif draft.valid_until > usual_end(draft.valid_from, 12 * FARTHEST_YEARS):
        found.append(
            Problem(
                "valid_until",
                N_("Chứng nhận có hạn nhiều nhất %(years)d năm; nhận được đến %(got)s."),
                {"years": FARTHEST_YEARS, "got": draft.valid_until},
            )
        )
    return found


def scope_problems(draft: Draft, accredited: Accredited | None) -> list[Problem]:
    """Against the accreditation that was in force on the day of issue, None where there was none."""
    if accredited is None:
        return [
            Problem(
                "issued_on",
                N_(
                    "Ngày %(day)s tổ chức chứng nhận không có quyết định công nhận nào còn hiệu lực."
                    " Chọn ngày trong thời hạn công nhận, hoặc đề nghị cơ quan thường trực ghi quyết"
                    " định mới."
                ),
                {"day": draft.issued_on},
            )
        ]
    found = []
    if draft.scheme not in accredited.schemes:
        found.append(
            Problem(
                "scheme",
                N_(
                    "Quyết định công nhận %(number)s không có chương trình “%(scheme)s”. Chọn chương trình"
                    " trong phạm vi được công nhận."
                ),
                {"number": accredited.number, "scheme": draft.scheme_name},
            )
        )
    outside = [
        name
        for path, name in sorted(draft.groups.items())
        if not covers_group(accredited.groups, path)
    ]
    if outside:
        found.append(
            Problem(
                "groups",
                N_(
                    "Quyết định công nhận %(number)s không có nhóm “%(group)s”. Bỏ nhóm này và sản phẩm"
                    " thuộc nhóm."
                ),
                {"number": accredited.number, "group": ", ".join(outside)},
            )
        )
    if accredited.groups and not draft.groups and draft.needs_products is False:
        found.append(
            Problem(
                "groups",
                N_(
                    "Quyết định công nhận %(number)s chỉ có một số nhóm sản phẩm. Chọn nhóm sản phẩm mà"
                    " chứng nhận này áp dụng."
                ),
                {"number": accredited.number},
            )
        )
    if draft.needs_products and not draft.has_products:
        found.append(
            Problem(
                "products",
                N_("Chứng nhận sản phẩm cần nêu ít nhất một sản phẩm hoặc một nhóm sản phẩm."),
            )
        )
    return found


def problems(draft: Draft, accredited: Accredited | None, today: date) -> list[Problem]:
    return [*day_problems(draft, today), *scope_problems(draft, accredited)]


def listed(text: str) -> tuple[str, ...]:
    """Codes that somebody typed, one a line or between commas, each once.

    >>> listed("8935003450014; DV-1\\n8935003450014")
    ('8935003450014', 'DV-1')
    """
    parts = text.replace(";", "\n").replace(",", "\n").splitlines()
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
