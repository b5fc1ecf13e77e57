"""The EPCIS 2.0 query language: one table of parameters, three doors, one meaning."""
