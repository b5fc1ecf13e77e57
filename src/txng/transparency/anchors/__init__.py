"""Receipts from outside that a checkpoint existed. Off unless a setting names where they come from."""
