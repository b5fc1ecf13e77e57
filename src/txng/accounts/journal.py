"""The journal's only pen. Call inside the transaction of the act: both happen, or neither."""

from typing import Any

from django.db.models import Model

from txng.accounts.actors import Actor
from txng.accounts.models import JournalEntry


def record(by: Actor, verb: str, subject: Model | tuple[str, str], **details: Any) -> JournalEntry:
    """`subject` is a saved record, or a kind and an id for things that are no Django model.

    `details` must be JSON, and free of secrets and personal data.
    """
    if isinstance(subject, Model):
        kind, identity = subject._meta.label_lower, str(subject.pk)
    else:
        kind, identity = subject
    return JournalEntry.objects.create(
        actor=by.name,
        organisation_id=by.organisation_id,
        verb=verb,
        subject_kind=kind,
        subject_id=identity,
        details=details,
    )
