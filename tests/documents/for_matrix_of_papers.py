"""Objects of the library and of papers for the matrix: one library for all, papers of one agency each."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests import people
from tests.accounts.matrix import Objects
from txng.documents import actions
from txng.documents.actions import library
from txng.documents.actions.library import Facts
from txng.documents.models import Instrument
from txng.documents.papers.typed import Typed

KEEPERS = frozenset({"thuong-truc"})
DRAFTERS = frozenset({"thuong-truc", "can-bo", "tai-chinh"})
IN_THE_HOUSE = DRAFTERS | {"lanh-dao"}
NOBODY: frozenset[str] = frozenset()
EVERYBODY = frozenset(
    {"thuong-truc", "can-bo", "tai-chinh", "phoi-hop", "kiem-tra", "lanh-dao", "chung-nhan"}
)


def document(number: str) -> Instrument:
    found = Instrument.objects.filter(number=number).first()
    facts = Facts(number, "thong-tu", "Văn bản thử", source="thử")
    return found or library.add_instrument(by=people.binh(), facts=facts)


def instruments(seen: frozenset[str], **more: Callable[[Instrument], Any]) -> Callable[[], Objects]:
    def kwargs(number: str) -> dict[str, Any]:
        one = document(number)
        return {"slug": one.slug} | {name: make(one) for name, make in more.items()}

    def make() -> Objects:
        return Objects(
            own=kwargs("1/TT"),
            foreign=kwargs("2/TT"),
            missing={"slug": "khong-co"} | dict.fromkeys(more, 999_999),
            seen_by={"own": seen, "foreign": seen},
            seen_by_ours=frozenset(),
        )

    return make


def followed() -> Objects:
    """Everybody who is signed in may follow any document: nothing here is somebody's."""
    ours = frozenset({"chu-co-so", "chu-co-so-cho", "nhan-vien", "dien-thoai"})
    objects = instruments(EVERYBODY | ours)()
    return replace(objects, seen_by_ours=ours)


def related(one: Instrument) -> int:
    other = document("9/TT")
    return library.relate(by=people.binh(), newer=one, older=other, kind="sua-doi", source="thử").pk


def papers(seen: frozenset[str]) -> Callable[[], Objects]:
    def drafted(by: Any) -> dict[str, Any]:
        return {"number": actions.draft_typed(by=by, typed=Typed(kind="bao-cao", about="Thử")).pk}

    def make() -> Objects:
        return Objects(
            own=drafted(people.binh()),
            foreign=drafted(people.staff_of("so-y-te")),
            missing={"number": 999_999_999},
            seen_by={"own": seen},
            seen_by_ours=frozenset(),
        )

    return make


OBJECTS = {
    "documents:follow": followed,
    **{
        f"documents:{name}": instruments(KEEPERS)
        for name in (
            "edit_instrument",
            "instrument_status",
            "instrument_relations",
            "attach_text",
        )
    },
    "documents:unrelate": instruments(KEEPERS, number=related),
    "documents:edit_paper": papers(DRAFTERS),
    **{
        f"documents:{name}": papers(IN_THE_HOUSE)
        for name in ("paper", "paper_step", "preview", "paper_docx", "paper_pdf")
    },
}
