"""Certification: who may certify, for whom, until when; self-assessment. Start at rules/certificates.py."""
