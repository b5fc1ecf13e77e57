"""Verbs of the resolver: each one transaction and one line in the journal.

links   register, replace, withdraw, restore a link; give a key to another organisation; import a file
hosts   ask for a host, approve, refuse and revoke it; forward a company prefix
watch   tell what was printed; keep what a check found
declare tell the event register which labels are live, and which own name is which GS1 code
"""

from txng.resolver.actions.declaring import MOST_AT_ONCE, declare_alias, declare_batch
from txng.resolver.actions.hosts import (
    approve_host,
    forward_prefix,
    refuse_host,
    request_host,
    revoke_host,
    withdraw_forwarding,
)
from txng.resolver.actions.links import (
    assign_key,
    import_links,
    register_link,
    replace_link,
    restore_link,
    withdraw_link,
)
from txng.resolver.actions.watch import keep_probes, record_range, withdraw_range

__all__ = [
    "MOST_AT_ONCE",
    "approve_host",
    "assign_key",
    "declare_alias",
    "declare_batch",
    "forward_prefix",
    "import_links",
    "keep_probes",
    "record_range",
    "refuse_host",
    "register_link",
    "replace_link",
    "request_host",
    "restore_link",
    "revoke_host",
    "withdraw_forwarding",
    "withdraw_link",
    "withdraw_range",
]
