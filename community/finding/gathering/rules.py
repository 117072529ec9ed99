"""How many names make a cohort, in how long, and what the draft begins with. Pure."""

from datetime import date, timedelta
from typing import Any

WANTED = 5
LASTS = timedelta(days=60)
BEGINS_IN = timedelta(days=28)
WEEKS = 9
SEATS = 16


def is_together(confirmed: int) -> bool:
    """Whether so many confirmed names are enough."""
    return confirmed >= WANTED


def missing(confirmed: int) -> int:
    return max(0, WANTED - confirmed)


def draft(definition: Any, affiliate: Any, today: date) -> dict[str, Any]:
    """What the draft cohort is filled in with; its organizer changes all of it before opening it."""
    begins = today + BEGINS_IN
    return {
        "name": definition.title[:120],
        "starts_on": begins,
        "ends_on": begins + timedelta(weeks=WEEKS),
        "capacity": SEATS,
        "time_zone": affiliate.time_zone,
        "language": definition.language,
    }
