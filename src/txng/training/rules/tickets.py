"""Codes that people read aloud and type: of tickets, classes, papers.

    K7M-2QP          ticket: 30 random bits in letters that are not taken for each other
    LH-2026-0007     class
    GCN-2026-000123  paper of attendance
    7RKQ-MN2P-4XWD   the paper's code for checking it: 60 random bits

>>> tidy_code(" k7m 2qp"), tidy_code("k7m-2qO"), tidy_code("hello")
('K7M2QP', 'K7M2Q0', '')
"""

import re
import secrets
import unicodedata
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ0"  # no I, L, O, 1: 32 signs
CODE_SIGNS: Final = 6
PAPER_SIGNS: Final = 12
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{22}")


def new_code(signs: int = CODE_SIGNS) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(signs))


def new_secret() -> str:
    """128 random bits: whoever has the address has the ticket."""
    return secrets.token_urlsafe(16)


def is_secret(text: str) -> bool:
    return _SECRET.fullmatch(text) is not None


def tidy_code(typed: str, signs: int = CODE_SIGNS) -> str:
    """As it is kept; "" for what can be no code. O is read as 0."""
    bare = re.sub(r"[\s.\-–]", "", unicodedata.normalize("NFKC", typed)).upper().replace("O", "0")
    return bare if len(bare) == signs and set(bare) <= set(ALPHABET) else ""


def shown_code(code: str) -> str:
    """
    >>> shown_code("K7M2QP"), shown_code("7RKQMN2P4XWD")
    ('K7M-2QP', '7RKQ-MN2P-4XWD')
    """
    part = 3 if len(code) <= CODE_SIGNS else 4
    return "-".join(code[at : at + part] for at in range(0, len(code), part))


def class_code(year: int, sequence: int) -> str:
    """
    >>> class_code(2026, 7)
    'LH-2026-0007'
    """
    return f"LH-{year}-{sequence:04}"


def paper_number(year: int, sequence: int) -> str:
    """
    >>> paper_number(2026, 123)
    'GCN-2026-000123'
    """
    return f"GCN-{year}-{sequence:06}"


def tidy_contact(typed: str) -> str:
    """A telephone number or an e-mail address as it is kept; "" for neither.

    >>> tidy_contact("+84 912 345 678"), tidy_contact(" An@Example.VN "), tidy_contact("12345")
    ('0912345678', 'an@example.vn', '')
    """
    bare = unicodedata.normalize("NFKC", typed).strip()
    if "@" in bare:
        good = re.fullmatch(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+", bare)
        return bare.lower() if good and len(bare) <= 120 else ""
    digits = re.sub(r"[\s.()-]", "", bare)
    digits = re.sub(r"^(\+84|0084)", "0", digits)
    return digits if re.fullmatch(r"0[0-9]{8,10}", digits) else ""
