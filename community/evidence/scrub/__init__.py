"""Names in evidence: what looks like one is shown to its author, who edits it or says that it is none (R31, R32)."""
