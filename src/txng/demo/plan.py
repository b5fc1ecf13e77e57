"""The half of the Plan in the demonstration province: fictional papers, money, courses, reports.

Each part is a module of this folder with `put_in(*, by)`, which enters its records through the verbs of its
room. The order is that in which one needs another.
"""

from txng.accounts.actors import Actor
from txng.demo import agencies, reports
from txng.demo import agencies, programme
from txng.demo import agencies, documents
from txng.demo import agencies, budget


def put_in(*, by: Actor) -> None:
    agencies.put_in(by=by)
    reports.put_in(by=by)  # last: it asks every room
    programme.put_in(by=by)
    documents.put_in(by=by)
    budget.put_in(by=by)
