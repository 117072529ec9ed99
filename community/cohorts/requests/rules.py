"""When a request has waited too long. Pure."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import StringConstraints

ANSWERED_WITHIN = timedelta(hours=72)
MOST_WORDS = 1000  # signs of what somebody writes who asks, and of the answer
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=MOST_WORDS)]
WordsOrNothing = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_WORDS)]


def is_late(asked_at: datetime, at: datetime) -> bool:
    """Whether somebody has waited longer for an answer than one should."""
    return at - asked_at > ANSWERED_WITHIN
