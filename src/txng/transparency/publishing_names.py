"""Names of the files of a shard that may change, for those who write and those who read them."""

from typing import Final

CHECKPOINT: Final = "checkpoint"  # what everybody sees
CANDIDATE: Final = "candidate"  # what witnesses are asked to cosign
VKEY: Final = "vkey"  # with which the shard is verified


def anchor_name(size: int) -> str:
    """The time stamp over the checkpoint of this size."""
    return f"anchor/{size}.tsr"
