"""The papers beside a certificate, as they were kept: at most 15 MB each."""

from dataclasses import dataclass

from django.conf import settings

from txng.accounts.actors import Actor
from txng.certification.models import Certificate
from txng.certification.queries import certificates
from txng.documents import storage
from txng.documents.models import Attachment


@dataclass(frozen=True, slots=True)
class Kept:
    attachment: Attachment
    content: bytes


def kept(actor: Actor, one: Certificate, number: int) -> Kept | None:
    """A paper of a certificate that the actor sees."""
    found = next((each for each in certificates.files(actor, one) if each.pk == number), None)
    if found is None:
        return None
    path = storage.path_of(settings.DOCUMENTS_FOLDER, storage.ATTACHMENTS, found.pk)
    return Kept(found, path.read_bytes()) if path.exists() else None
