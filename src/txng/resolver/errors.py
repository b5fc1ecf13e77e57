"""What can be wrong with a request to change links.

    LinksError (ValueError)
    ├── NotAllowedError      the scope is missing, or the key belongs to somebody else
    ├── BadLinkError         a code, type, title, language, media type or context that cannot be
    ├── BadTargetError       an address that no link may lead to, or whose host is not approved
    ├── SecondDefaultError   the code has a default already
    ├── NotThereError        no such link, host, range or version
    └── BadFileError         a file of links with mistakes; `rows` says which

Messages are translated sentences for the person at the keyboard, each with the next step.
"""

from collections.abc import Sequence


class LinksError(ValueError):
    status = 422  # of the answer to a machine


class NotAllowedError(LinksError):
    status = 403


class BadLinkError(LinksError):
    pass


class BadTargetError(LinksError):
    """`reason` as in `targets.Refusal`."""

    def __init__(self, sentence: str, reason: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class SecondDefaultError(LinksError):
    status = 409


class NotThereError(LinksError):
    status = 404


class BadFileError(LinksError):
    def __init__(self, sentence: str, rows: Sequence[tuple[int, str]]) -> None:
        super().__init__(sentence)
        self.rows = tuple(rows)
