"""The checklist that ships, as it stands in data/: read and looked through, never written to the database."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "data"
TCVN_13167: Final = FOLDER / "tcvn-13167-2025.toml"


@cache
def tcvn_13167() -> dict[str, Any]:
    """`code`, `title`, `standard`, `pass_share`, `note` and `section`: titles with lists of `criterion`."""
    return tomllib.loads(TCVN_13167.read_text(encoding="utf-8"))
