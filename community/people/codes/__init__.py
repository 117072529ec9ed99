"""A mailed link with a six-digit code, which proves that somebody reads an address."""
