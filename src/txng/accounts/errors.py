"""What can be wrong with a request to accounts.

    AccountsError (ValueError)
    ├── UnknownScopeError      a word that is no scope, or a right that is none
    ├── ScopeNotAllowedError   oversight asked for by an organisation that is no agency
    ├── BadNameError           an empty or endless name, or a user name that is taken
    ├── KindDiffersError       the organisation exists, as the other kind
    ├── UnknownOrganisationError
    ├── UnknownKeyError
    ├── UnknownPersonError
    ├── UnknownRoleError
    ├── BadRoleError           a role with rights that nobody knows, or for no kind of organisation
    ├── NotAllowedError        the actor lacks the right, or would give more than the actor has
    ├── LinkGoneError          a one-time link that is unknown, used, withdrawn or too old: one sentence
    ├── WeakPasswordError      `sentences` say what is wrong with it
    ├── WrongCredentialsError  user name and password, or a code, do not fit: never which of them
    ├── BadAddressError        no e-mail address, or a choice of letters that there is not
    ├── MailOffError           letters are off in this deployment
    ├── TooOftenError          `seconds` until the next try
    └── StaleError             somebody else was quicker; look again

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


class UnknownPersonError(AccountsError):
    pass


class UnknownRoleError(AccountsError):
    pass


class BadRoleError(AccountsError):
    pass


class NotAllowedError(AccountsError):
    pass


class LinkGoneError(AccountsError):
    pass


class WeakPasswordError(AccountsError):
    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class WrongCredentialsError(AccountsError):
    pass


class BadAddressError(AccountsError):
    pass


class MailOffError(AccountsError):
    pass


class TooOftenError(AccountsError):
    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class StaleError(AccountsError):
    pass
