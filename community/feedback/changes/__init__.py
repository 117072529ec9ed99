"""What changed in a draft since its readers read it (F76)."""
