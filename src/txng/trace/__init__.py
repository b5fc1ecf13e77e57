"""Where a thing came from and where it went: walks over EPCIS events, in plain Python."""
