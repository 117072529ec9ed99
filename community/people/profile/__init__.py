"""How a person is shown and spoken to."""
