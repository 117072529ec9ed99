"""How long somebody may be away, and until when their seat is kept. Pure."""

from datetime import date, timedelta

LONGEST = timedelta(days=120)


def latest_return(today: date, ends_on: date) -> date:
    """The last day that may be said: within the cohort's own days, and not too far off."""
    return min(ends_on, today + LONGEST)


def may_return_on(wanted: date, today: date, ends_on: date) -> bool:
    """A day of return lies ahead."""
    return today < wanted <= latest_return(today, ends_on)
