"""Tables of budget."""
