"""What who leads a cohort prints and sends, so that colleagues hear of it."""
