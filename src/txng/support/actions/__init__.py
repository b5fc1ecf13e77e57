"""Verbs of support: each one transaction and its lines in the journal."""
