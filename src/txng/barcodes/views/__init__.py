"""Pages of barcodes, by noun."""
