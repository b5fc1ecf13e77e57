"""Questions of awards: the user first."""
