"""What can be wrong with a request to training.

    TrainingError (ValueError)   `field`: where it belongs in a form, "" for the whole
    ├── FieldError            one value
    ├── NotAllowedError
    ├── StepError             not now: the class, the ticket or the paper stands otherwise
    ├── BadQrError            a QR that counts nobody: old, of another class, not ours
    └── StaleError            somebody else decided first; look again

Messages are translated sentences for the person at the keyboard.
"""


class TrainingError(ValueError):
    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class FieldError(TrainingError):
    pass


class NotAllowedError(TrainingError):
    pass


class StepError(TrainingError):
    pass


class BadQrError(TrainingError):
    pass


class StaleError(TrainingError):
    pass
