"""One calm mail a day: what waits in the inbox and is not mailed at once."""
