"""Pages of programme."""
