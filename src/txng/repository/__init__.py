"""The EPCIS 2.0 service itself: what is captured, and what may be asked of it."""
