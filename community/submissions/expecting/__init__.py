"""How long a review takes: 14 calendar days, or business days with the holidays that an issuer keeps (R58)."""
