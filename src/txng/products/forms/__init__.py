"""Forms of products, by noun."""
