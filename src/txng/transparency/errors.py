"""What can be wrong with what this room is asked.

    TransparencyError (ValueError)
    ├── BadActError           an act that no entry can say
    ├── UnknownEntryError     no such event, or it is not in the log yet
    ├── NotYoursError         a group that the asker may not see
    ├── ErasedError           a group whose opening was destroyed
    ├── TamperedError         the database no longer says what was entered
    └── StrangeCosignatureError   not by a witness of the policy, or not over a checkpoint of ours

Messages are translated sentences for the person who asked.
"""


class TransparencyError(ValueError):
    pass


class BadActError(TransparencyError):
    pass


class UnknownEntryError(TransparencyError):
    pass


class NotYoursError(TransparencyError):
    pass


class ErasedError(TransparencyError):
    pass


class TamperedError(TransparencyError):
    pass


class StrangeCosignatureError(TransparencyError):
    pass
