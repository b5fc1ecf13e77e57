"""What a step is called on the scan page: the same words as everywhere (repository/wording/steps.py)."""

from txng.repository.wording.steps import ACTIVITIES, BIZ_STEPS, step_title

__all__ = ["ACTIVITIES", "BIZ_STEPS", "step_title"]
