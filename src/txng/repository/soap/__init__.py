"""The SOAP 1.1 query interface of EPCIS 1.2 (and of 2.0, which kept it): `door.answer`."""
