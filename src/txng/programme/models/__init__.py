"""Tables of programme."""
