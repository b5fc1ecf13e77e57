"""Answers as sentences, in the language of the reader: findings, movements, what is missing."""
