"""Who saw my things: each opening of one's drafts and results that was logged, in one place, for oneself alone."""
