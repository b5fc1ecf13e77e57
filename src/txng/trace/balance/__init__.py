"""Does the mass balance: of a transformation, a lot, a site, a certificate, a plot."""
