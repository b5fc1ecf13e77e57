"""What verbs of products refuse; each message is a sentence for the person who asked.

ProductsError             `field` names the field of a form that the sentence belongs to, "" for none
├── NotAllowedError       the person may see it, and may not do this
├── UnknownRecordError    no such record, or one that this person may not see: never told apart
├── CodeRefusedError      a GTIN or an own code that cannot be taken
├── NewGtinNeededError    the change makes another product of it (GS1)
├── FactsRefusedError     a fact that no register could keep
├── StepRefusedError      the list stands at another step, or is not ready
└── RoadmapRefusedError   milestones that contradict each other
"""


class ProductsError(Exception):
    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class NotAllowedError(ProductsError):
    pass


class UnknownRecordError(ProductsError):
    pass


class CodeRefusedError(ProductsError):
    pass


class NewGtinNeededError(ProductsError):
    pass


class FactsRefusedError(ProductsError):
    pass


class StepRefusedError(ProductsError):
    pass


class RoadmapRefusedError(ProductsError):
    pass
