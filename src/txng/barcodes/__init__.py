"""Barcodes: company prefixes, keys, serials, labels. Start at rules/serials.py."""
