"""When somebody is reminded of a draft, and how often (R48). Pure."""

from datetime import datetime, timedelta

MOST = 3  # reminders for one request and person
APART = timedelta(hours=48)  # after they were asked, took it or went on, and after each reminder


def is_due(since: datetime, told: int, last_at: datetime | None, at: datetime) -> bool:
    """R48: nothing has happened `since` 48 hours, fewer than three reminders went, the last one 48 hours ago."""
    return told < MOST and at - max(since, last_at or since) >= APART
