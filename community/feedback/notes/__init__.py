"""Notes: remarks pinned to a passage, a criterion or the whole draft."""
