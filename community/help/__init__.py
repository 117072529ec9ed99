"""Help pages: what people ask, each with a short answer and where to go if it does not help."""
