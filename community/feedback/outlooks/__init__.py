"""Would this meet it: said in words by a reader whose author asked for it, and shown to these two alone (R41)."""
