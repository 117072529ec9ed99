"""Who says that they come to a meeting."""
