"""Numbers about this process for Prometheus, on a port of their own: how much, how fast, how far behind. Of nobody."""
