"""GS1 keys and syntax in plain Python: the lowest floor of the house. Start at identifier.py."""
