"""The public page that an earner composes: which awards, which evidence, for whom; taken back at once (R60)."""
