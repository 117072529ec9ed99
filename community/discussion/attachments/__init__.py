"""Files and pictures that a message brings along."""
