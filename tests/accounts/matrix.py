"""Which objects the route x role matrix looks at: each room tells about its own routes.

A room with guarded routes that name an object writes `tests/<room>/for_matrix.py`:

    from tests.accounts.matrix import Objects

    def establishment() -> Objects:                  # called inside a test, on an empty database
        return Objects(
            own={"pk": ans.pk},                      # An's
            foreign={"pk": dungs.pk},                # Dũng's, who has nothing to do with An
            adjacent={"pk": partners.pk},            # next to An in a chain, or left out
            missing={"pk": 999_999},
            seen_by={"own": {"thuong-truc", "kiem-tra"}, "foreign": {"thuong-truc", "kiem-tra"}},
        )

    OBJECTS = {"parties:establishment": establishment}

The keys are those of the route. `seen_by` lists the roles besides An's own (chu-co-so, chu-co-so-cho,
nhan-vien, dien-thoai of An's enterprise) that may see the object; a role that is not listed gets the very
answer of `missing`. Roles act as An's people where they are of an enterprise, as Bình's agency where of
an agency.
"""

import importlib.util
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import tests

Kwargs = Mapping[str, Any]
WHOSE = ("own", "adjacent", "foreign")
OURS = frozenset({"chu-co-so", "chu-co-so-cho", "nhan-vien", "dien-thoai"})


@dataclass(frozen=True)
class Objects:
    own: Kwargs
    foreign: Kwargs
    missing: Kwargs
    adjacent: Kwargs | None = None
    seen_by: Mapping[str, frozenset[str] | set[str]] = field(default_factory=dict)
    seen_by_ours: frozenset[str] = OURS
    """Which of An's own people see An's object, those with the right of the route."""

    def of(self, whose: str) -> Kwargs | None:
        found: Kwargs | None = getattr(self, whose)
        return found

    def is_seen(self, whose: str, role: str) -> bool:
        return role in self.seen_by.get(whose, ()) or (whose == "own" and role in self.seen_by_ours)


def registered() -> dict[str, Callable[[], Objects]]:
    """Of every room: route name -> what makes its objects."""
    found: dict[str, Callable[[], Objects]] = {}
    for package in pkgutil.iter_modules(tests.__path__, "tests."):
        if not package.ispkg:
            continue
        name = f"{package.name}.for_matrix"
        if importlib.util.find_spec(name) is not None:
            objects = importlib.import_module(name).OBJECTS
            assert not set(objects) & set(found), (
                f"{name} tells about routes that another room told"
            )
            found |= objects
    return found
