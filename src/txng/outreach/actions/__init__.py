"""Verbs of outreach: each one transaction and its line in the journal."""
