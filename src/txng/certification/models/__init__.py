"""Tables of the room, by noun."""

from txng.certification.models.assessments import (
    Answer,
    Assessment,
    Declaration,
    DeclarationScope,
    DeclarationYear,
)
from txng.certification.models.bodies import Accreditation, Body, Scheme
from txng.certification.models.certificates import (
    Certificate,
    CertificateWord,
    Change,
    RegisterState,
    Withdrawal,
)
from txng.certification.models.checklists import (
    Checklist,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
)

__all__ = [
    "Accreditation",
    "Answer",
    "Assessment",
    "Body",
    "Certificate",
    "CertificateWord",
    "Change",
    "Checklist",
    "ChecklistSection",
    "ChecklistVersion",
    "Criterion",
    "Declaration",
    "DeclarationScope",
    "DeclarationYear",
    "RegisterState",
    "Scheme",
    "Withdrawal",
]
