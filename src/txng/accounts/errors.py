"""What can be wrong with a request to accounts.

    AccountsError (ValueError)
    ├── UnknownScopeError      a word that is no scope
    ├── ScopeNotAllowedError   oversight asked for by an organisation that is no agency
    ├── BadNameError           an empty or endless name
    ├── KindDiffersError       the organisation exists, as the other kind
    ├── UnknownOrganisationError
    └── UnknownKeyError

Messages are translated sentences for the person at the keyboard.
"""


class AccountsError(ValueError):
    pass


class UnknownScopeError(AccountsError):
    pass


class ScopeNotAllowedError(AccountsError):
    pass


class BadNameError(AccountsError):
    pass


class KindDiffersError(AccountsError):
    pass


class UnknownOrganisationError(AccountsError):
    pass


class UnknownKeyError(AccountsError):
    pass
