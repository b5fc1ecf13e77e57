"""Tables of support: how enterprises came in, what is left to do, and what they told in the survey."""

from txng.support.models.beginnings import Beginning, JoinRequest, Registration
from txng.support.models.survey import Answer, AnswerSheet, SurveyRound

__all__ = ["Answer", "AnswerSheet", "Beginning", "JoinRequest", "Registration", "SurveyRound"]
