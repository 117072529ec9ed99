"""How long what is over is kept: shown, tried, set."""
