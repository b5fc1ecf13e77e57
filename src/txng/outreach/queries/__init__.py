"""Questions of outreach: the user first."""
