"""Questions of training: the user first."""
