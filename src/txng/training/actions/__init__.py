"""Verbs of training: each one transaction and its line in the journal."""
