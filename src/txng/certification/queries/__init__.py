"""Questions of the room, by noun."""
