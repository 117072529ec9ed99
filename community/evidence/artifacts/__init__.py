"""Files of a piece of work: taken in, looked at, shown, and who may open which copy."""
