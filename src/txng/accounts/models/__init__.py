"""Tables of accounts: people, organisations, roles, how people sign in, keys, letters, the journal."""

from txng.accounts.models.factors import Passkey, RecoveryCode, Totp
from txng.accounts.models.journal import JournalEntry, JournalIsAppendOnlyError, JournalQuerySet
from txng.accounts.models.keys import ApiKey
from txng.accounts.models.letters import Letter, MailAddress
from txng.accounts.models.people import Organisation, OuterIdentity, User, UserManager
from txng.accounts.models.roles import Assignment, Role
from txng.accounts.models.sessions import Limit, OneTimeLink, Session

__all__ = [
    "ApiKey",
    "Assignment",
    "JournalEntry",
    "JournalIsAppendOnlyError",
    "JournalQuerySet",
    "Letter",
    "Limit",
    "MailAddress",
    "OneTimeLink",
    "Organisation",
    "OuterIdentity",
    "Passkey",
    "RecoveryCode",
    "Role",
    "Session",
    "Totp",
    "User",
    "UserManager",
]
