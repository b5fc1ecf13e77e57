"""Official acts of the registers below: this room follows them, they know nothing of a log.

    certification   steps of certificates            acts of kind "cert"
    barcodes        batches of labels                acts of kind "codes"
    products        decisions on the two lists       acts of kind "policy"

Each is taken up once: what was taken up and the act are written together.
"""

from txng.transparency.following import batches, certificates, decisions


def take_up() -> None:
    """Enter what the registers did since the last look."""
    certificates.take_up()
    batches.take_up()
    decisions.take_up()
