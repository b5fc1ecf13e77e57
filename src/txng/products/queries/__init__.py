"""Questions about products, by noun. The asker first: a foreign record answers exactly like a missing one."""
