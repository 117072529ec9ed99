"""One's own awards: how each stands, who sees it, what of it can be taken along."""
