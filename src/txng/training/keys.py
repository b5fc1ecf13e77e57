"""Keys of this room, drawn from the one secret of the installation: for the rotating QR, and for telephones.

And who acts when nobody is signed in: the holder of a ticket, or a visitor with a form.
"""

import hashlib
import hmac
from typing import Final

from django.conf import settings

from txng.accounts.actors import Actor

VISITOR: Final = Actor(None, "", frozenset(), "khách")


def qr_key() -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"training: rotating QR", hashlib.sha256).digest()


def contact_key(contact: str) -> str:
    """The same for the same telephone, and no way back to it without the secret; "" for none."""
    if not contact:
        return ""
    words = f"training: contact\n{contact}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()
