"""Why a product group is proposed, and for whom an item of a list may be meant.

Source of the grounds: Plan 6736/KH-UBND II.4.b (key products, certified marks, OCOP), II.5 (safety,
feasibility, export), III.1.b (share of GRDP). Classes of owners: size classes of Decree 80/2021 for
companies, kinds for others.
"""

from typing import Final

GROUNDS: Final = ("key", "mark", "indication", "ocop", "safety", "export", "grdp", "pilot")
COMPANY_SIZES: Final = ("sieu-nho", "nho", "vua", "lon")
OTHER_KINDS: Final = ("hop-tac-xa", "to-hop-tac", "ho-kinh-doanh", "nong-ho")
OWNER_CLASSES: Final = (*COMPANY_SIZES, *OTHER_KINDS)
COMPANY: Final = "cong-ty"


def owner_class(kind: str, size: str) -> str:
    """The size class of a company, the kind of any other owner; "" for a company whose size nobody knows.

    >>> owner_class("cong-ty", "nho"), owner_class("nong-ho", ""), owner_class("cong-ty", "")
    ('nho', 'nong-ho', '')
    """
    return size if kind == COMPANY else kind
