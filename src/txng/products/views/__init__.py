"""Pages of products, by noun."""
