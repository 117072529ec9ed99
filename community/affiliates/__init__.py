"""National, state and local affiliates, issuers, memberships and desks."""
