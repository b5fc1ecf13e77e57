"""Questions of budget: the user first."""
