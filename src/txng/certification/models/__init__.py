"""Tables of the room, by noun."""

from txng.certification.models.bodies import Accreditation, Body, Scheme
from txng.certification.models.certificates import (
    Certificate,
    CertificateWord,
    Change,
    RegisterState,
    Withdrawal,
)

__all__ = [
    "Accreditation",
    "Body",
    "Certificate",
    "CertificateWord",
    "Change",
    "RegisterState",
    "Scheme",
    "Withdrawal",
]
