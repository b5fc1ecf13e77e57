"""Verbs of barcodes, by noun: keyword-only, `by` first, one transaction, one line in the journal."""
