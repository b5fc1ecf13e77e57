"""What is derived from events and written in the turn that stores them; `relations` asks and compares.

content   rows as bytes, and back
keeper    statements, stretches of time in boxes and ties, errors declared
aliases   own codes that master data declare to be GS1 codes
"""
