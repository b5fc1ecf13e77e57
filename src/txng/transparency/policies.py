"""The trust policy of this installation: which witnesses count, and how many of them.

The file that TXNG_LOG_POLICY names is read when it changes. Without one no witness is asked for: that is
for development, and the page of the log says so.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from txng.tlog.errors import MalformedError
from txng.tlog.policy import NONE, Policy, parse_policy
from txng.transparency.halting import Halted

WITHOUT_WITNESSES: Final = Policy((), (), (), NONE)


def policy() -> Policy:
    """Raises Halted for a file that cannot be read."""
    file: Path | None = settings.LOG_POLICY
    if file is None:
        return WITHOUT_WITNESSES
    try:
        state = file.stat()
        return _read(file, state.st_mtime_ns, state.st_size)
    except (OSError, MalformedError) as error:
        raise Halted("bad policy", f"{file}: {error}") from None


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int, _size: int) -> Policy:
    return parse_policy(file.read_bytes())
