"""Files are attached to records of any room, and taken away again.

The room that owns the record asks whether `by` may, and shows the file in its own view: who may see the
record may see its files.
"""

import hashlib

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.documents import attachments, storage
from txng.documents.models import Attachment
from txng.ui import typed_values


@transaction.atomic
def attach(
    *, by: Actor, subject: tuple[str, str], title: str, file_name: str, content: bytes
) -> Attachment:
    """`subject`: kind and id, as in the journal. Raises BadFileError."""
    clean = attachments.clean(content)
    stem = typed_values.text(file_name).rpartition(".")[0] or typed_values.text(file_name)
    safe = "".join(sign if sign.isalnum() or sign in " -_()" else "-" for sign in stem)
    made = Attachment.objects.create(
        name=f"{safe.strip(' -')[:150] or 'tep'}.{clean.ending}",
        organisation_id=by.organisation_id,
        subject_kind=subject[0],
        subject_id=subject[1],
        title=typed_values.text(title)[:200],
        media_type=clean.media_type,
        size=len(clean.content),
        sha256=hashlib.sha256(clean.content).hexdigest(),
        attached_by=by.name,
    )
    journal.record(by, "file.attached", subject, attachment=made.pk, sha256=made.sha256)
    storage.keep(
        storage.path_of(settings.DOCUMENTS_FOLDER, storage.ATTACHMENTS, made.pk), clean.content
    )
    return made


@transaction.atomic
def detach(*, by: Actor, attachment: Attachment) -> Attachment:
    """Taken away for good: the bytes are destroyed once this is committed, the line stays."""
    attachment.removed_at = timezone.now()
    attachment.save(update_fields=["removed_at"])
    subject = (attachment.subject_kind, attachment.subject_id)
    journal.record(by, "file.detached", subject, attachment=attachment.pk)
    path = storage.path_of(settings.DOCUMENTS_FOLDER, storage.ATTACHMENTS, attachment.pk)
    transaction.on_commit(lambda: storage.destroy(path))
    return attachment
