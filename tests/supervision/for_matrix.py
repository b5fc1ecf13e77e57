"""Objects of supervision for the matrix: the entries of An and Dũng, which officers watch."""

from tests.accounts.matrix import Objects
from tests.parties import register

OFFICERS = frozenset({"thuong-truc", "can-bo", "kiem-tra"})


def watched() -> Objects:
    return Objects(
        own={"code": register.ans_cooperative().code},
        foreign={"code": register.dungs_company().code},
        missing={"code": "DV-999-999-999"},
        seen_by={"own": OFFICERS, "foreign": OFFICERS},
        seen_by_ours=frozenset(),
    )


OBJECTS = {"supervision:freshness_of": watched}
