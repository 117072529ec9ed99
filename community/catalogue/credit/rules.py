"""Days that a credit rule asks for. Pure."""

from datetime import date, timedelta


def earliest_start(today: date, approval_days: int | None) -> date | None:
    """The first day for Start if approval is asked for today; None where the rule names no days."""
    return None if approval_days is None else today + timedelta(days=approval_days)
