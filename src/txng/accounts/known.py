"""What the rooms above told the door: rights, territories and sectors, by code with a name for people.

This room knows none of them itself; `settings.ROLES` names the module that does (conf/roles.py).
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings

from txng.accounts.actors import Actor


@cache
def _module() -> Any:
    return import_module(settings.ROLES)


def first_page(actor: Actor) -> str:
    """The page for somebody who signed in and asked for none; "" where no room has one for them.

    `settings.FIRST_PAGE` names the module that knows (conf/first_page.py).
    """
    found: str = import_module(settings.FIRST_PAGE).of(actor)
    return found


def rights() -> Mapping[str, str]:
    """ "parties.edit" -> "Sửa hồ sơ của ..."; the scopes of machines too."""
    found: Mapping[str, str] = _module().rights()
    return found


def territories() -> Mapping[str, str]:
    """ "24846" -> "Phường Lang Biang - Đà Lạt", in the order of the alphabet."""
    found: Mapping[str, str] = _module().territories()
    return found


def sectors() -> Mapping[str, str]:
    """ "nong-nghiep" -> "Nông nghiệp"."""
    found: Mapping[str, str] = _module().sectors()
    return found


def passing_roles() -> frozenset[str]:
    """Codes of roles that are held for a while only, such as that of an owner who is not confirmed yet."""
    found: frozenset[str] = _module().PASSING
    return found


def names_of(codes: Iterable[str] | None, names: Mapping[str, str]) -> list[str] | None:
    """For people; None stays None (all of them), and a code that nobody knows is its own name."""
    return None if codes is None else [names.get(code, code) for code in codes]
