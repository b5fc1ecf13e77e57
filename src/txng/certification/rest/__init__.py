"""Machine doors of certification, by noun."""
