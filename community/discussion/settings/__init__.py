"""One channel's settings: how much of it a reader is told, and what who joins later reads there."""
