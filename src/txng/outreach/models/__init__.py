"""Tables of outreach."""
