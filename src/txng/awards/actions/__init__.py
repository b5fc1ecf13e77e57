"""Verbs of awards: each one transaction and its line in the journal."""
