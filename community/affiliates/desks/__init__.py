"""An affiliate's own desks: who holds one, to whom one is offered, and what is done there."""
