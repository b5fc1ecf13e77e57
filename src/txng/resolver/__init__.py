"""A scan becomes a page: Digital Link in, verdict and journey out."""
