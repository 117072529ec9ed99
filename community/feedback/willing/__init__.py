"""Who reads now, and who do not read each other: what each says for themself, and pairs kept apart (R42)."""
