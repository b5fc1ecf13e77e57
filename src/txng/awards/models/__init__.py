"""Tables of awards."""
