"""The programme and the sources that ship (`data/money.toml`), read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parent / "data/money.toml"


@cache
def money() -> dict[str, Any]:
    """`programmes`, each with `shares`, and `sources`. An amount that is not there is not known."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
