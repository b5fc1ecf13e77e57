"""The half of the Plan in the demonstration province: fictional papers, money, courses, reports.

Each part is a module of this folder with `put_in(*, by)`, which enters its records through the verbs of its
room. The order is that in which one needs another: reports last, they ask every room.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Final

from txng.accounts.actors import Actor

PARTS: Final = (
    "agencies", "recalls", "documents", "programme", "parts", "training", "outreach", "budget", "awards",
    "indicators", "reports",
)  # fmt: skip


def put_in(*, by: Actor) -> None:
    for part in PARTS:
        if find_spec(f"txng.demo.{part}") is not None:
            import_module(f"txng.demo.{part}").put_in(by=by)
