"""How many addresses a person may have, and which may go. Pure."""

MOST = 10


def may_go(is_main: bool, number: int) -> bool:
    """Not the main one, and never the last."""
    return not is_main and number > 1
