"""An opened result: what fell short and what would meet it, shown to whom its earner chooses, until her day (R64)."""
