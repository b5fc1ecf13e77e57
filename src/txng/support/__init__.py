"""Enterprises are led in: registration, first tasks, the survey, and what they are classed as."""
