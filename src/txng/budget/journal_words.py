"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.functional import Promise

WORDS: Final[dict[str, Promise]] = {}
