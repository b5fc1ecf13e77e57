"""What can be wrong with a question to this room.

TraceError
├── NotCanonicalError   the identifier is not in its canonical form
├── LimitError          the cap leaves no room even for the traced thing
├── PeriodError         a period that ends before it begins, a season that is none
└── ProfileError        a file of profiles/ is not as it must be
"""


class TraceError(ValueError):
    """A question that cannot be walked."""


class NotCanonicalError(TraceError):
    """Callers make codes canonical first (`gs1.identifier`): one thing has one name here."""

    def __init__(self, canonical: str, got: str) -> None:
        super().__init__(f"Expected the canonical form {canonical!r}, got {got!r}")


class LimitError(TraceError):
    def __init__(self, limit: int) -> None:
        super().__init__(f"Expected a limit of at least 1, got {limit}")


class PeriodError(TraceError):
    """Raised with what was expected and got."""


class ProfileError(TraceError):
    """A mistake in data that are shipped with the program, or in an operator's own."""
