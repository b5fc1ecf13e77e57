"""Verbs of reports: each one transaction and its line in the journal."""
