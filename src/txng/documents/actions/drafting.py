"""Papers are drafted: typed in the editor, or handed over whole by another room."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.documents import rules
from txng.documents.errors import (
    FieldError,
    NotAllowedError,
    NotThereError,
    StaleError,
    WrongStateError,
)
from txng.documents.models import Letterhead, PaperRecord, PaperStep
from txng.documents.papers import Paper, stored
from txng.documents.papers.typed import Typed, lines_of, paper_of
from txng.documents.queries import official as queries
from txng.documents.rules import papers as paper_rules
from txng.ui.fold import words


@transaction.atomic
def draft_paper(*, by: Actor, paper: Paper, source: str = "") -> PaperRecord:
    """A finished tree of another room; `source` names its record. Number and day of it are left out: the
    register gives them. The same source again changes its draft, while it is one.

    Raises NotAllowedError, FieldError.
    """
    refuse_without(by, rules.DRAFT)
    organisation = _organisation(by)
    content = stored.to_json(replace(paper, number=None, day=None))
    kept = queries.paper_of_source(by, source)
    if kept is not None and kept.state == paper_rules.DRAFTED:
        one = locked(by, kept.pk)
        _fill(one, paper, content)
        _save(one)
        journal.record(by, "paper.changed", one, source=source)
        return one
    one = PaperRecord(organisation_id=organisation, typed=None, source=source[:100])
    _fill(one, paper, content)
    return _made(by, one)


@transaction.atomic
def draft_typed(*, by: Actor, typed: Typed) -> PaperRecord:
    """A new draft from the editor. Raises NotAllowedError, FieldError."""
    refuse_without(by, rules.DRAFT)
    one = PaperRecord(organisation_id=_organisation(by))
    _fill_typed(by, one, typed)
    return _made(by, one)


@transaction.atomic
def save_typed(*, by: Actor, paper: PaperRecord, version: int, typed: Typed) -> PaperRecord:
    """What the editor holds now. Nothing changed is nothing done.

    Raises NotAllowedError, FieldError, WrongStateError, StaleError (another tab, or another person).
    """
    refuse_without(by, rules.DRAFT)
    one = locked(by, paper.pk)
    if one.typed is None:
        raise WrongStateError(
            _("Nội dung này do phần mềm lập. Sửa ở nơi lập ra nó, rồi tạo lại dự thảo.")
        )
    if one.state != paper_rules.DRAFTED:
        raise WrongStateError(
            _(
                "Văn bản không còn là dự thảo (%(state)s), nên không sửa được. Nhờ người ký trả lại để sửa."
            )
            % {"state": one.get_state_display()}
        )
    if one.version != version:
        raise StaleError(
            _("Dự thảo đã được lưu ở nơi khác lúc %(moment)s. Chép phần của bạn ra ngoài, rồi mở lại trang.")
            % {"moment": timezone.localtime(one.updated_at).strftime("%H:%M:%S %d/%m/%Y")}
        )  # fmt: skip
    if one.typed == typed.to_json():
        return one
    _fill_typed(by, one, typed)
    _save(one)
    journal.record(by, "paper.changed", one, version=one.version)
    return one


@transaction.atomic
def set_letterhead(
    *, by: Actor, version: int, parent: str, body: str, abbreviation: str, place: str
) -> Letterhead:
    """How papers drafted from now on are headed. Raises NotAllowedError, FieldError, StaleError."""
    refuse_without(by, rules.ISSUE)
    organisation = _organisation(by)
    tidy = "".join(abbreviation.split())
    if not tidy:
        raise FieldError(_("Nhập chữ viết tắt, như SKHCN."), "abbreviation")
    if not body.strip():
        raise FieldError(_("Nhập tên cơ quan."), "body")
    if not place.strip():
        raise FieldError(_("Nhập địa danh, như Lâm Đồng."), "place")
    one = Letterhead.objects.select_for_update().filter(organisation_id=organisation).first()
    if version != (one.version if one is not None else 0):
        raise StaleError(_("Người khác vừa sửa tiêu đề này. Mở lại trang, rồi sửa tiếp."))
    one = one or Letterhead(organisation_id=organisation, version=0)
    one.parent, one.body = parent.strip(), body.strip()
    one.abbreviation, one.place = tidy, place.strip()
    one.version += 1
    one.save()
    journal.record(by, "letterhead.set", one, abbreviation=tidy)
    return one


# --- shared with the steps of a paper (issuing.py) ----------------------------------------------------


def refuse_without(by: Actor, right: str) -> None:
    if not by.may(right):
        raise NotAllowedError(
            _("Vai trò của bạn không có quyền “%(right)s”.") % {"right": _(rules.RIGHTS[right])}
        )


def locked(by: Actor, pk: int) -> PaperRecord:
    """The paper for this transaction alone. Raises NotThereError for a stranger's too."""
    one = queries.papers(by).select_for_update().filter(pk=pk).first()
    if one is None:
        raise NotThereError(_("Không có văn bản này trong sổ của cơ quan bạn."))
    return one


def add_step(
    by: Actor, one: PaperRecord, kind: str, *, note: str = "", digest: str = ""
) -> PaperStep:
    return PaperStep.objects.create(
        paper=one, kind=kind, person_id=by.person_id, by=by.name, note=note, digest=digest
    )


def _organisation(by: Actor) -> int:
    if by.organisation_id is None:
        raise FieldError(_("Chọn cơ quan mà bạn thay mặt, rồi soạn văn bản."))
    return by.organisation_id


def _made(by: Actor, one: PaperRecord) -> PaperRecord:
    one.drafter_id, one.drafted_by = by.person_id, by.name
    one.save()
    add_step(by, one, paper_rules.DRAFTED)
    journal.record(by, "paper.drafted", one, kind=one.kind_words or one.kind, source=one.source)
    return one


def _save(one: PaperRecord) -> None:
    one.version += 1
    one.updated_at = timezone.now()
    one.save()


def _fill(one: PaperRecord, paper: Paper, content: dict[str, object]) -> None:
    if not paper.symbol.strip() or len(paper.symbol) > 40:
        raise FieldError(_("Ký hiệu cần từ 1 đến 40 ký tự, như BC-SKHCN."), "symbol")
    if len(paper.about) > paper_rules.LONGEST_ABOUT:
        raise FieldError(
            _("Trích yếu cần nhiều nhất %(most)d ký tự; nhận được %(got)d.")
            % {"most": paper_rules.LONGEST_ABOUT, "got": len(paper.about)},
            "about",
        )
    one.kind = paper_rules.kind_of(paper.kind)
    one.kind_words, one.symbol, one.about = paper.kind[:60], paper.symbol.strip(), paper.about
    one.content = content
    told = (paper.kind or "công văn", paper.symbol, paper.about, *paper.recipients)
    one.folded = " " + " ".join(word for text in told for word in words(text)) + " "


def _fill_typed(by: Actor, one: PaperRecord, typed: Typed) -> None:
    kind = paper_rules.KINDS.get(typed.kind)
    if kind is None:
        raise FieldError(_("Chọn loại văn bản."), "kind")
    _check_sizes(typed)
    head = queries.letterhead(by)
    paper = paper_of(
        typed,
        words=kind.words,
        parent=head.parent,
        body=head.body,
        symbol=paper_rules.symbol_of(typed.kind, head.abbreviation),
        place=head.place,
    )
    _fill(one, paper, stored.to_json(paper))
    one.typed = typed.to_json()


def _check_sizes(typed: Typed) -> None:
    if len(typed.text) > paper_rules.LONGEST_TEXT:
        raise FieldError(
            _("Nội dung cần nhiều nhất %(most)d ký tự; nhận được %(got)d. Tách phần dài thành phụ lục riêng.")
            % {"most": paper_rules.LONGEST_TEXT, "got": len(typed.text)},
            "text",
        )  # fmt: skip
    for name, most in (
        ("bases", paper_rules.MOST_BASES),
        ("recipients", paper_rules.MOST_RECIPIENTS),
        ("addressees", paper_rules.MOST_RECIPIENTS),
    ):
        count = len(lines_of(getattr(typed, name)))
        if count > most:
            raise FieldError(
                _("Cần nhiều nhất %(most)d dòng; nhận được %(got)d.")
                % {"most": most, "got": count},
                name,
            )
