"""Verbs of budget: each one transaction and its line in the journal."""
