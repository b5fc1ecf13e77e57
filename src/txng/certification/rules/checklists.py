"""Checklists as versioned data, and what a set of answers is worth. Plain.

    draft ──put in force from a day──> issued (waits, holds, replaced: told by the days) ; draft ──> dropped

    judge(criteria, answers, pass_share) ──> Result: passed, share, what is not met, what is not answered

Where a version ends is not written down: it ends where the next begins, so no two rows can contradict
each other. An assessment passes when every mandatory criterion is met and the weights met are at least
`pass_share` of the weights that apply. Source of "self-assessment as a basis": Circular 02/2024/TT-BKHCN;
the share is this system's proposal, changed by the agency with each version.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

DRAFT, ISSUED, DROPPED = "draft", "issued", "dropped"
STATES: Final = (DRAFT, ISSUED, DROPPED)
WAITS, HOLDS, REPLACED = "waits", "holds", "replaced"

MET, UNMET, NOT_APPLICABLE = "dat", "chua-dat", "khong-ap-dung"
VERDICTS: Final = (MET, UNMET, NOT_APPLICABLE)

OPEN, FINISHED = "open", "finished"  # of an assessment, with DROPPED
ASSESSMENT_STATES: Final = (OPEN, FINISHED, DROPPED)

TCVN_13167: Final = "tcvn-13167-2025"
USUAL_SHARE: Final = 80
MOST_WEIGHT: Final = 10
LONGEST_CODE: Final = 20
LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 600
LONGEST_HELP: Final = 1500
LONGEST_NOTE: Final = 1000
MOST_FILES: Final = 5  # of one answer


@dataclass(frozen=True, slots=True)
class Criterion:
    """0 < weight <= MOST_WEIGHT. `may_not_apply`: "Không áp dụng" is an answer."""

    code: str
    is_mandatory: bool
    weight: int
    may_not_apply: bool


@dataclass(frozen=True, slots=True)
class Result:
    """Codes of criteria, in their order. `share`: whole percent of the weights that apply, rounded down."""

    passed: bool
    share: int
    pass_share: int
    unmet_mandatory: tuple[str, ...]
    unmet: tuple[str, ...]
    unanswered: tuple[str, ...]
    met: int
    not_applicable: int

    @property
    def is_whole(self) -> bool:
        return not self.unanswered


def judge(criteria: Sequence[Criterion], answers: Mapping[str, str], pass_share: int) -> Result:
    """`answers`: code -> verdict of VERDICTS. What is not answered counts as not met.

    >>> two = [Criterion("1", True, 2, False), Criterion("2", False, 1, True)]
    >>> judge(two, {"1": MET, "2": UNMET}, 60)  # doctest: +ELLIPSIS
    Result(passed=True, share=66, ...)
    """
    met = applicable = count = not_applicable = 0
    unmet_mandatory: list[str] = []
    unmet: list[str] = []
    unanswered: list[str] = []
    for one in criteria:
        verdict = answers.get(one.code)
        if verdict == NOT_APPLICABLE and one.may_not_apply:
            not_applicable += 1
            continue
        applicable += one.weight
        if verdict == MET:
            met, count = met + one.weight, count + 1
            continue
        if verdict is None:
            unanswered.append(one.code)
        (unmet_mandatory if one.is_mandatory else unmet).append(one.code)
    share = met * 100 // applicable if applicable else 0
    return Result(
        passed=bool(applicable) and not unmet_mandatory and not unanswered and share >= pass_share,
        share=share,
        pass_share=pass_share,
        unmet_mandatory=tuple(unmet_mandatory),
        unmet=tuple(unmet),
        unanswered=tuple(unanswered),
        met=count,
        not_applicable=not_applicable,
    )


def standing(versions: Sequence[tuple[int, date]], day: date) -> dict[int, str]:
    """(number, holds from) of issued versions -> WAITS, HOLDS or REPLACED on a day.

    >>> standing([(1, date(2026, 1, 1)), (2, date(2026, 6, 1))], date(2026, 7, 1))
    {1: 'replaced', 2: 'holds'}
    """
    begun = [(start, number) for number, start in versions if start <= day]
    now = max(begun)[1] if begun else None
    return {
        number: WAITS if start > day else HOLDS if number == now else REPLACED
        for number, start in versions
    }


def problem_of_order(sections: Sequence[tuple[str, int]]) -> str:
    """Why a draft cannot be put in force: "empty", or "section" for one without criteria; "" for none.

    `sections`: title and how many criteria.
    """
    if not sections:
        return "empty"
    return "section" if any(count == 0 for _title, count in sections) else ""
