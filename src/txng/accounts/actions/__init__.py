"""Verbs of accounts: each one transaction and one line in the journal."""

from txng.accounts.actions.factors import (
    begin_passkey,
    begin_totp,
    confirm_totp,
    drop_factors,
    drop_passkey,
    drop_totp,
    finish_passkey,
    give_recovery_codes,
)
from txng.accounts.actions.keys import create_key, revoke_key
from txng.accounts.actions.links import (
    accept_invitation,
    connect_phone,
    invite,
    issue_reset,
    set_password_by_link,
    withdraw_link,
)
from txng.accounts.actions.organisations import create_organisation, ensure_organisation
from txng.accounts.actions.people import change_password, create_person, rename_person
from txng.accounts.actions.roles import assign, define_role, end_assignment
from txng.accounts.actions.sessions import (
    act_for,
    begin_session,
    end_other_sessions,
    end_session,
    look_as,
    note_seen,
    prove_again,
    prove_by_passkey,
    prove_by_recovery_code,
    prove_by_totp,
    sign_in,
    sign_in_challenge,
    stop_looking,
)

__all__ = [
    "accept_invitation",
    "act_for",
    "assign",
    "begin_passkey",
    "begin_session",
    "begin_totp",
    "change_password",
    "confirm_totp",
    "connect_phone",
    "create_key",
    "create_organisation",
    "create_person",
    "define_role",
    "drop_factors",
    "drop_passkey",
    "drop_totp",
    "end_assignment",
    "end_other_sessions",
    "end_session",
    "ensure_organisation",
    "finish_passkey",
    "give_recovery_codes",
    "invite",
    "issue_reset",
    "look_as",
    "note_seen",
    "prove_again",
    "prove_by_passkey",
    "prove_by_recovery_code",
    "prove_by_totp",
    "rename_person",
    "revoke_key",
    "set_password_by_link",
    "sign_in",
    "sign_in_challenge",
    "stop_looking",
    "withdraw_link",
]
