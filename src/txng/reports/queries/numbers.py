"""What is wrong with the numbers of a text: chips that no figure answers, and digits without a source."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from txng.parties import administrative_units as units
from txng.products.queries import groups
from txng.reports.models import NumberSource, Section
from txng.reports.queries import counting
from txng.reports.rules import chips
from txng.reports.rules import numbers as rules


def problems(text: str) -> list[str]:
    """A sentence for each chip that stands for nothing, with its line."""
    known = counting.known_codes()
    told = []
    for one in chips.problems(text, known):
        at = {"line": one.line, "text": one.text}
        if one.kind == chips.UNKNOWN_CODE:
            told.append(
                _(
                    "Dòng %(line)d: không có số liệu “%(text)s”. Chọn một mã trong danh sách số liệu."
                )
                % at
            )
        elif one.kind == chips.UNKNOWN_NARROWING:
            told.append(
                _("Dòng %(line)d: không hiểu “%(text)s”. Thu hẹp bằng xa=, nganh= hoặc nhom=.") % at
            )
        else:
            told.append(_("Dòng %(line)d: thiếu một nửa của cặp ngoặc {{ }}.") % at)
    for number, line in enumerate(text.split("\n"), 1):
        told += [
            _("Dòng %(line)d: %(wrong)s") % {"line": number, "wrong": wrong}
            for chip in chips.chips(line)
            if chip.code in known and (wrong := _unknown_place(chip))
        ]
    return told


def countable(text: str) -> list[chips.Chip]:
    known = counting.known_codes()
    return [one for one in chips.chips(text) if one.code in known and not _unknown_place(one)]


def left_in(section: Section, given: Collection[NumberSource] | None = None) -> list[rules.Typed]:
    """Numbers typed without a source. `given`: the sources of this section, where they are known."""
    sources = NumberSource.objects.filter(section=section) if given is None else given
    covered = {(one.number, one.sentence) for one in sources}
    return [
        one for one in rules.unsourced(section.text) if (one.number, one.sentence) not in covered
    ]


def _unknown_place(chip: chips.Chip) -> str:
    if chip.commune and units.commune(chip.commune) is None:
        return _("không có xã mang mã “%(code)s”.") % {"code": chip.commune}
    if chip.group and groups.group_at(None, chip.group) is None:
        return _("không có nhóm sản phẩm “%(code)s”.") % {"code": chip.group}
    return ""
