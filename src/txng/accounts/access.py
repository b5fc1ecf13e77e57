"""Every door of the house says who may pass: the mark that a view or a machine route carries.

    @public("a person who scans a code has no account")
    def resolve(request, path): ...

    @requires_right("parties.edit")          people: a role gives the right
    def edit(request, code): ...

    @signed_in                               people: any account will do
    def desk(request): ...

    @requires_scope("capture")               machines: a key holds the scope
    def post_capture(request): ...

A mark is words on the function (`view.access`), read by whoever calls it: the machine door refuses
a key without the scope before it calls a route, and `guard.py` refuses people before it calls a view.
A view without a mark is closed. tests/house/test_urls.py fails when a route carries none. No Django
here: machine routes never enter it.
"""

import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any, Final, TypeVar, overload

View = TypeVar("View", bound=Callable[..., Any])

_RIGHT: Final = re.compile(r"[a-z]+\.[a-z_]+")


@dataclass(frozen=True, slots=True)
class Public:
    """Open to everyone; `reason` says why that is right.

    `knows_actor`: somebody who is signed in is recognised. Else no session is looked up, so that the
    answer may be kept for everybody.
    """

    reason: str
    knows_actor: bool = False


@dataclass(frozen=True, slots=True)
class RequiresScope:
    """Open to a key that holds every one of these scopes, or any of them."""

    scopes: frozenset[str]
    any_will_do: bool = False

    def missing(self, held: Set[str]) -> list[str]:
        """The scopes that a key still needs, or needs one of; empty for a key that may pass."""
        if self.any_will_do and self.scopes & held:
            return []
        return sorted(self.scopes - held)


@dataclass(frozen=True, slots=True)
class RequiresRight:
    """Open to people whose role gives this right, in whatever territory: questions narrow the rest."""

    right: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Open to everybody with an account.

    `is_personal`: only its owner. Closed while somebody looks at the system as another person, and
    open to those who still owe their second factor.
    """

    is_personal: bool = False


Access = Public | RequiresScope | RequiresRight | SignedIn


def public(reason: str, *, knows_actor: bool = False) -> Callable[[View], View]:
    """Mark a view as open to everyone. The reason is a sentence of at least three words."""
    if len(reason.split()) < 3:
        raise ValueError(f"expected a reason of at least three words, got {reason!r}")
    return _mark(Public(reason, knows_actor))


def requires_scope(*scopes: str) -> Callable[[View], View]:
    """Mark a view as open to keys that hold all these scopes."""
    if not scopes:
        raise ValueError("expected at least one scope, got none")
    return _mark(RequiresScope(frozenset(scopes)))


def requires_any_scope(*scopes: str) -> Callable[[View], View]:
    """Mark a view as open to keys that hold one of these scopes."""
    if len(scopes) < 2:
        raise ValueError(f"expected at least two scopes, got {len(scopes)}")
    return _mark(RequiresScope(frozenset(scopes), any_will_do=True))


def requires_right(right: str) -> Callable[[View], View]:
    """Mark a view as open to people who hold this right, "<room>.<verb>"."""
    if not _RIGHT.fullmatch(right):
        raise ValueError(f"expected a right such as 'parties.edit', got {right!r}")
    return _mark(RequiresRight(right))


@overload
def signed_in(view: View) -> View: ...
@overload
def signed_in(*, personal: bool = False) -> Callable[[View], View]: ...
def signed_in(view: Any = None, *, personal: bool = False) -> Any:
    """Mark a view as open to every account; `personal` closes it while somebody looks as another."""
    mark: Callable[[Any], Any] = _mark(SignedIn(personal))
    return mark if view is None else mark(view)


def access_of(view: object) -> Access | None:
    """The mark of a view; None when nobody decided who may pass."""
    mark = getattr(view, "access", None)
    return mark if isinstance(mark, Access) else None


def _mark(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark
