"""From recommendations to a decision: computed by the pass rule, settled once (R56, R57)."""
