"""What measures speed: ratios against a raw limit of the same run, never seconds in a test."""
