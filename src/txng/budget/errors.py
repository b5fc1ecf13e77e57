"""What can be wrong with a request to budget.

    BudgetError (ValueError)   `field`: where it belongs in a form, "" for the whole
    ├── FieldError             one value
    ├── OverspentError         more than is left: the sentence has approved, spent, left and asked
    ├── ClosedError            the books of this year are locked, or the agency has settled it
    ├── NotAllowedError
    ├── StepError              not what one does with a line in this state
    └── StaleError             somebody else changed it first; look again

Messages are translated sentences for the person at the keyboard.
"""


class BudgetError(ValueError):
    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class FieldError(BudgetError):
    pass


class OverspentError(BudgetError):
    pass


class ClosedError(BudgetError):
    pass


class NotAllowedError(BudgetError):
    pass


class StepError(BudgetError):
    pass


class StaleError(BudgetError):
    pass
