"""EPCIS 2.0 and CBV 2.0 in plain Python: events, vocabulary, JSON-LD at the edge, intake rules."""
