"""Is this the name of an enterprise, or one that deceives the eye?

>>> problem("Hợp tác xã Cầu Đất"), problem("Sở Khoa học và Công nghệ"), problem("Hợp tác xã Cầu Đа̂t")
('', 'agency', 'letters')

The last one has a Cyrillic "а". Vietnamese and the languages of Tây Nguyên are written in Latin letters; a
name in others is a mistake of a keyboard or a trick (Unicode TS 39, "whole-script confusables").
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

_OTHERS: Final = frozenset("ʼ’'")  # K'Ho and Cil names: Ha Krông K'Brai
_AGENCY: Final = re.compile(
    r"\b(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|cong an|chi cuc|tong cuc|thanh tra|hai quan"
    r"|kho bac|quan ly thi truong|vien kiem sat|toa an|tinh uy|dang uy|co quan thuong truc"
    r"|so (?:khoa hoc|nong nghiep|cong thuong|y te|tai chinh|noi vu|tu phap|van hoa|xay dung|giao duc)"
    r"|bo (?:khoa hoc|nong nghiep|cong thuong|y te|tai chinh|noi vu|cong an|quoc phong)"
    r"|cuc (?:thue|thong ke|quan ly|an toan|trong trot|chan nuoi|so huu|bao ve)"
    r"|trung tam (?:khuyen nong|chuyen doi so|hanh chinh cong|kiem soat benh tat)"
    r"|van phong (?:ubnd|uy ban|chinh phu|quoc hoi))\b"
)


def problem(name: str, agencies: Iterable[str] = ()) -> str:
    """ "" for a good name; "letters", "marks", "agency" or "no_letters" else.

    `agencies`: names of agencies of the register; a name that is one of them, or begins with it, imitates.
    """
    tidy = unicodedata.normalize("NFC", name)
    if not any(letter.isalpha() for letter in tidy):
        return "no_letters"
    if any(letter.isalpha() and not _is_latin(letter) for letter in tidy):
        return "letters"
    marks = [unicodedata.combining(letter) > 0 for letter in tidy]
    if any(first and second for first, second in pairwise(marks)):
        return "marks"
    folded = fold(tidy)
    known = [fold(agency) for agency in agencies]
    if _AGENCY.search(folded) or any(
        folded == one or folded.startswith(f"{one} ") for one in known
    ):
        return "agency"
    return ""


def foreign_letters(name: str) -> str:
    """The letters that are not Latin, each once, for the sentence that refuses them."""
    found = dict.fromkeys(
        letter
        for letter in unicodedata.normalize("NFC", name)
        if letter.isalpha() and not _is_latin(letter)
    )
    return "".join(found)[:10]


def fold(text: str) -> str:
    """Without marks, capitals and punctuation; zeros and ones that stand for letters are letters.

    >>> fold("S0 Y-TẾ  tỉnh")
    'so y te tinh'
    """
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    mixed = re.sub(r"(?<=[a-z])0|0(?=[a-z])", "o", letters)
    mixed = re.sub(r"(?<=[a-z])1(?=[a-z])", "i", mixed)
    return " ".join(re.findall(r"[a-z0-9]+", mixed))


def _is_latin(letter: str) -> bool:
    return letter in _OTHERS or unicodedata.name(letter, "").startswith("LATIN ")
