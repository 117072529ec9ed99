"""How many addresses a person may have, which may go, and which can stop a change. Pure."""

from datetime import datetime, timedelta

MOST = 10
CAN_BE_STOPPED = timedelta(days=7)


def may_go(is_main: bool, number: int) -> bool:
    """Not the main one, and never the last."""
    return not is_main and number > 1


def can_stop(since: datetime, all_since: list[datetime], at: datetime) -> bool:
    """Whether an address that is pushed aside can take that back: the eldest of theirs, or one that stood for a week.

    Another may be a stranger's, whom its owner has just found: with a link the stranger would take the account.
    """
    return since == min(all_since) or at - since > CAN_BE_STOPPED
