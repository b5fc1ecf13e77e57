"""Objects of indicators and figures for the matrix. They are the whole province's: "own" and "foreign" are
two of them, and whoever has the right of the route sees both."""

from collections.abc import Callable

from tests import people
from tests.accounts.matrix import Objects
from txng.programme.actions import indicators

READERS = frozenset({"thuong-truc", "can-bo", "tai-chinh", "phoi-hop", "kiem-tra", "lanh-dao"})
KEEPERS = frozenset({"thuong-truc"})
NOBODY: frozenset[str] = frozenset()


def proposals(seen: frozenset[str]) -> Callable[[], Objects]:
    def make() -> Objects:
        indicators.put_in_proposals(by=people.binh())
        return Objects(
            own={"code": "co-so-ket-noi"},
            foreign={"code": "ma-con-song"},
            missing={"code": "khong-co"},
            seen_by={"own": seen, "foreign": seen},
            seen_by_ours=NOBODY,
        )

    return make


def figures() -> Objects:
    return Objects(
        own={"code": "enterprises.registered"},
        foreign={"code": "recall.time"},
        missing={"code": "no.such"},
        seen_by={"own": READERS, "foreign": READERS},
        seen_by_ours=NOBODY,
    )


OBJECTS = {
    "programme:indicator": proposals(READERS),
    "programme:change_indicator": proposals(KEEPERS),
    "programme:indicator_targets": proposals(KEEPERS),
    "programme:record_reading": proposals(KEEPERS),
    "programme:retire_indicator": proposals(KEEPERS),
    "programme:restore_indicator": proposals(KEEPERS),
    "programme:figure": figures,
}
