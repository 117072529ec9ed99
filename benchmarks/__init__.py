"""What we claim about speed: each a command that prints ratios against a named peer, measured in one run."""
