"""Certification: bodies, schemes, certificates, self-assessments, declarations. Start at rules/__init__.py."""
