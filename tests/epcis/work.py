"""How much work something is, counted and not timed: a busy machine changes nothing about it."""

import sys
from collections.abc import Callable
from typing import Any


def calls(work: Callable[[], Any]) -> int:
    """How many functions are called, those of the library written in C too."""
    count = 0

    def see(frame: Any, moment: str, what: Any) -> None:
        nonlocal count
        count += moment in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def lines(work: Callable[[], Any]) -> int:
    """How many lines of Python are run: a loop without a call in it counts, too."""
    count = 0

    def see(frame: Any, moment: str, what: Any) -> Any:
        nonlocal count
        count += moment == "line"
        return see

    before = sys.gettrace()
    sys.settrace(see)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
