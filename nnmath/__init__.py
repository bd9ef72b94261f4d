"""nnmath."""
