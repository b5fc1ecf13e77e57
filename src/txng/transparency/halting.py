"""Why the integrator or the signer will not go on: a word, an English sentence for the log.

    other origin      the name in the settings is not the one that this log was begun under
    other key         the signer's key is not the one that signed before
    second            another integrator works on this log
    empty folder      the files are gone, or another disk is mounted; or they are older than the signer
    old database      the database knows fewer entries than were signed: restored from a backup?
    old signer        the signer remembers less than was signed: restored from a backup?
    forked            signer and database remember different trees
    damaged event     an event that waits cannot be read
    missing row       an entry cannot be made again from the database
    bad policy        the file of the trust policy cannot be read

None of these is mended by trying again, and going on would show two histories to the world. The words
that a person reads, with the next step, are in `words.py`.
"""

from typing import Final

WHYS: Final = (
    "other origin",
    "other key",
    "second",
    "empty folder",
    "old database",
    "old signer",
    "forked",
    "damaged event",
    "missing row",
    "bad policy",
)


class Halted(Exception):
    """`why` is one of WHYS. Somebody has to look first."""

    def __init__(self, why: str, sentence: str) -> None:
        assert why in WHYS, why
        super().__init__(sentence)
        self.why = why
