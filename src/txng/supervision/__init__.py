"""Supervision: for now what consumers report; later inspections, violations and recalls."""
