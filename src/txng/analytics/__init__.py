"""Signals: how often and where a code was scanned, without knowing by whom."""
