"""Formal review: who may read, who reads what, what comes of it; the reader never learns whose work it is (R50)."""
