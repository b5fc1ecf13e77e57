"""Every door of the house says who may pass: the mark that a view or a machine route carries.

    @public("a person who scans a code has no account")
    def resolve(request, path): ...

    @requires_scope("capture")
    def post_capture(request): ...

A mark is words on the function (`view.access`), read by whoever calls it: the machine door refuses
a key without the scope before it calls a route. tests/house/test_urls.py fails when a route carries
none. No Django here: machine routes never enter it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Public:
    """Open to everyone; `reason` says why that is right."""

    reason: str


@dataclass(frozen=True, slots=True)
class RequiresScope:
    """Open to a key that holds every one of these scopes."""

    scopes: frozenset[str]


Access = Public | RequiresScope


def public(reason: str) -> Callable[[View], View]:
    """Mark a view as open to everyone. The reason is a sentence of at least three words."""
    if len(reason.split()) < 3:
        raise ValueError(f"expected a reason of at least three words, got {reason!r}")
    return _mark(Public(reason))


def requires_scope(*scopes: str) -> Callable[[View], View]:
    """Mark a view as open to keys that hold all these scopes."""
    if not scopes:
        raise ValueError("expected at least one scope, got none")
    return _mark(RequiresScope(frozenset(scopes)))


def access_of(view: object) -> Access | None:
    """The mark of a view; None when nobody decided who may pass."""
    mark = getattr(view, "access", None)
    return mark if isinstance(mark, Public | RequiresScope) else None


def _mark(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark
