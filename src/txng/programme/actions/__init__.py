"""Verbs of programme: each one transaction and its line in the journal."""
