"""Days that somebody sets herself for the parts of her work, for her own eyes (F39)."""
