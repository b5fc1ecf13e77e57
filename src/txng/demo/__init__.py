"""The demonstration province: five chains of goods with fictional enterprises, as EPCIS documents."""
