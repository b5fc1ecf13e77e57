"""What people type, by noun."""
