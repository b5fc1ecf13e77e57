"""Tables of training: subjects and needs, classes, learners, questions and papers."""

from txng.training.models.classes import Session, Trainer, TrainingClass, YearNumber
from txng.training.models.learners import Attendance, Feedback, Learner
from txng.training.models.needs import Need, PlanLine, Subject, YearPlan
from txng.training.models.quizzes import Attempt, Certificate, Question

__all__ = [
    "Attempt",
    "Attendance",
    "Certificate",
    "Feedback",
    "Learner",
    "Need",
    "PlanLine",
    "Question",
    "Session",
    "Subject",
    "Trainer",
    "TrainingClass",
    "YearNumber",
    "YearPlan",
]
