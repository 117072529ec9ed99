"""Who did what when, for desks: the log of events, read by the kinds and the places of each desk."""
