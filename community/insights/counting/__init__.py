"""First attempts, and what came of them, counted as the log tells of them."""
