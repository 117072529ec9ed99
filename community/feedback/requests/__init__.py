"""A request: whom one asks, what about, until when; it ends by itself (R40)."""
