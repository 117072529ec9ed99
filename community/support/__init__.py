"""Questions from the foot of any page: a ticket goes to one of two desks, and is answered by mail with a link (R63)."""
