"""What a verb of this room refuses, each with a sentence for a person."""


class JourneysError(Exception):
    """Every refusal of this room."""


class BadLengthError(JourneysError):
    """A view shall last longer or shorter than it may."""


class NotAnAgencyError(JourneysError):
    """An enterprise shall be lent oversight."""


class EndedViewError(JourneysError):
    """A link that has ended, or that nobody here signed."""
