"""Where one looks: states, their locals, the page of one affiliate."""
