"""What was found while a document was read: errors and remarks, a bounded number of each.

A machine that sends nonsense gets a sample of it back, not a copy; and however many remarks there are,
they never crowd out an error.
"""

from collections.abc import Iterable, Mapping, Sequence

from txng.epcis.errors import Finding, ValidationException
from txng.epcis.rules import finding, is_error

MAX_FINDINGS = 100


class Findings:
    """Gathers findings; `strict` makes errors of remarks on spelling."""

    __slots__ = ("errors", "strict", "warnings")

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self.errors: list[Finding] = []
        self.warnings: list[Finding] = []

    def report(self, rule: str, pointer: str, values: Mapping[str, object]) -> None:
        kept = self.errors if is_error(rule, strict=self.strict) else self.warnings
        if len(kept) < MAX_FINDINGS:
            kept.append(finding(rule, pointer, strict=self.strict, **values))

    def take(self, findings: Iterable[Finding]) -> None:
        for one in findings:
            kept = self.errors if one.severity == "error" else self.warnings
            if len(kept) < MAX_FINDINGS:
                kept.append(one)

    def told(self) -> tuple[Finding, ...]:
        """Errors first, at most MAX_FINDINGS in all."""
        return tuple((self.errors + self.warnings)[:MAX_FINDINGS])


def refusal(findings: Sequence[Finding]) -> ValidationException:
    """What is raised for a document with errors: the first in words, all of them as findings.

    `findings` holds at least one error.
    """
    errors = [one for one in findings if one.severity == "error"]
    first = errors[0]
    place = f"{first.pointer}: " if first.pointer else ""
    more = f" (+{len(errors) - 1})" if len(errors) > 1 else ""
    ordered = errors + [one for one in findings if one.severity != "error"]
    return ValidationException(
        f"{place}{first.message}{more}",
        detail_vi=f"{place}{first.message_vi}{more}",
        findings=ordered[:MAX_FINDINGS],
    )


def refused(rule: str, **values: object) -> ValidationException:
    """A refusal for one reason that concerns the whole document."""
    return refusal([finding(rule, "", strict=False, **values)])
