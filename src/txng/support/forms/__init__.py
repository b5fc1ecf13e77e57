"""Shape of what is typed: registration, first steps, answers."""
