"""The questions of this room. Each takes the asker first and shows only what that asker may see.

Private by default: an organisation sees the events it captured; `oversight` (the standing agency, its
inspectors, the person at the server's shell) sees all. The public page asks through `public_source`,
which shows no quantities and no papers.
"""

from txng.repository.queries.balance import (
    PlotBalance,
    balance_of_plot,
    balance_of_site,
    balance_of_thing,
    completeness,
    ledger,
    place_code,
)
from txng.repository.queries.events import EventPage, events, events_named
from txng.repository.queries.jobs import job, jobs
from txng.repository.queries.master_data import master_data
from txng.repository.queries.named import (
    all_subscriptions,
    dead_letters,
    named_queries,
    named_query,
    standing_subscriptions,
    subscription,
    subscription_members,
    subscriptions,
)
from txng.repository.queries.paging import MAX_PAGE, TOKEN_LIFETIME, Listed
from txng.repository.queries.polling import MAX_POLL, poll
from txng.repository.queries.relations import check_relations, rebuild_progress
from txng.repository.queries.resources import epcs, used_values
from txng.repository.queries.trace import (
    count_events,
    is_empty,
    public_source,
    recall_list,
    stays,
    trace,
    vocabulary,
    walked,
)

__all__ = [
    "MAX_PAGE",
    "MAX_POLL",
    "TOKEN_LIFETIME",
    "EventPage",
    "Listed",
    "PlotBalance",
    "all_subscriptions",
    "balance_of_plot",
    "balance_of_site",
    "balance_of_thing",
    "check_relations",
    "completeness",
    "count_events",
    "dead_letters",
    "epcs",
    "events",
    "events_named",
    "is_empty",
    "job",
    "jobs",
    "ledger",
    "master_data",
    "named_queries",
    "named_query",
    "place_code",
    "poll",
    "public_source",
    "rebuild_progress",
    "recall_list",
    "standing_subscriptions",
    "stays",
    "subscription",
    "subscription_members",
    "subscriptions",
    "trace",
    "used_values",
    "vocabulary",
    "walked",
]
