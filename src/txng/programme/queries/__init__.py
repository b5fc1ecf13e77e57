"""Questions of programme: the user first."""
