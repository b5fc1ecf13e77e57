"""Doors for people, by noun."""
