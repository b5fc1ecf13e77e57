"""What of a story is missing, by name, and who could tell it."""

from collections.abc import Sequence

from django.utils.translation import get_language, gettext

from txng.repository.wording.names import figure
from txng.trace.completeness import Completeness, ItemResult, PrincipleResult, Status
from txng.trace.profile import Item, Principle, Profile, Role, Step, roles

Named = Item | Principle | Profile | Role | Step
SHOWN = 3  # organisations named for one item


def name(one: Named) -> str:
    return one.en if get_language() == "en" else one.vi


def headline(found: Completeness) -> str:
    """ "Thông tư 02/2024/TT-BKHCN ...: đủ 8 trên 10 (80 %)" """
    told = gettext("%(profile)s: có %(told)d trên %(of)d (%(percent)s %%)") % {
        "profile": name(found.profile),
        "told": found.told,
        "of": found.numbered,
        "percent": figure(found.percent, 0),
    }
    not_due = sum(one.status is Status.NOT_DUE for one in found.items if one.item.number)
    if not_due:
        told += "; " + gettext("%(count)d mục chỉ cần nếu có") % {"count": not_due}
    return told


def missing(one: ItemResult) -> str:
    """One thing that is missing, how often, and who could tell it."""
    who = supplier(one)
    if one.is_step_missing or one.of <= 1:
        return gettext("%(item)s. Người có thể khai: %(who)s.") % {
            "item": name(one.item),
            "who": who,
        }
    return gettext("%(item)s: có ở %(told)d trên %(of)d sự kiện. Người có thể khai: %(who)s.") % {
        "item": name(one.item),
        "told": one.told,
        "of": one.of,
        "who": who,
    }


def supplier(one: ItemResult) -> str:
    """The role that can know it, and the organisations that captured the events concerned."""
    role = name(roles()[one.item.role])
    return f"{role} ({_listed(one.who)})" if one.who else role


def missing_step(step: Step) -> str:
    return gettext("Thiếu cả bước: %(step)s. Người có thể khai: %(who)s.") % {
        "step": name(step),
        "who": name(roles()[step.role]),
    }


def principle(one: PrincipleResult) -> str:
    """ "Minh bạch: 75 %; thiếu: hình ảnh sản phẩm" """
    if one.percent is None:
        return gettext("%(principle)s: chưa có gì để xét") % {"principle": name(one.principle)}
    told = gettext("%(principle)s: %(percent)s %%") % {
        "principle": name(one.principle),
        "percent": figure(one.percent, 0),
    }
    if one.hurt:
        told += "; " + gettext("thiếu: %(items)s") % {
            "items": ", ".join(name(hurt.item) for hurt in one.hurt)
        }
    return told


def partial_view() -> str:
    return gettext(
        "Bạn chỉ xem được sự kiện do tổ chức mình ghi; bên khác có thể đã khai phần còn thiếu."
    )


def _listed(texts: Sequence[str]) -> str:
    more = len(texts) - SHOWN
    return ", ".join(texts[:SHOWN]) + (f" (+{more})" if more > 0 else "")
