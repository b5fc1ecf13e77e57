"""Questions of reports: the user first."""
