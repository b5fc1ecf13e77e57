"""One process at a time: a row that says who holds a duty, and until when.

A holder that dies stops renewing, and another takes over when the time is up; at once when both are on
one machine and the other process is seen to be gone.
"""

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from django.db import IntegrityError, transaction

from txng.repository.models import Lease

LIFETIME = timedelta(seconds=15)


def identity() -> str:
    """This process, as its machine knows it: host, process id, and when the process began."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{_began(os.getpid())}"


def hold(name: str, holder: str, now: datetime) -> bool:
    """Take or renew; whether `holder` has it now."""
    until = now + LIFETIME
    mine = Lease.objects.filter(name=name, holder=holder, until__gt=now)
    if mine.update(until=until):
        return True
    found = Lease.objects.filter(name=name).first()
    if found is None:
        try:
            with transaction.atomic():
                Lease.objects.create(name=name, holder=holder, until=until)
        except IntegrityError:
            return False
        return True
    if found.until > now and found.holder != holder and not _is_gone(found.holder):
        return False
    taken = Lease.objects.filter(name=name, holder=found.holder, until=found.until)
    return taken.update(holder=holder, until=until) == 1


def give_back(name: str, holder: str) -> None:
    Lease.objects.filter(name=name, holder=holder).delete()


def _is_gone(holder: str) -> bool:
    """Whether a holder on this very machine has ended; False when that cannot be known."""
    host, _, process = holder.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname()[:40] or not process.isdigit():
        return False
    return _began(int(process)) != holder.rpartition(":")[2]


def _began(process: int) -> str:
    """Ticks since the machine started, so that a number used again is another process.

    "" for a process that is gone, and everywhere but on Linux "?" for one that is there.
    """
    try:
        stat = Path(f"/proc/{process}/stat").read_text("utf-8", errors="replace")
    except OSError:
        if Path("/proc/self/stat").exists():
            return ""
    else:
        state, *fields = stat.rpartition(")")[2].split()
        return "" if state in "ZX" else fields[18]
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return ""
    except OSError:
        pass
    return "?"
