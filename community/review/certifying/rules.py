"""How a certification stands, and what can be done with it (R51). Pure."""

from datetime import date, datetime
from enum import StrEnum


class Ground(StrEnum):
    """Why somebody may judge it."""

    EXPERT = "expert"  # named by the issuer
    EARNER = "earner"  # has earned it


class Standing(StrEnum):
    ASKED = "asked"  # not answered yet
    CALIBRATING = "calibrating"  # taken; agreement with the reference is still to be shown
    IN_FORCE = "in_force"
    OVER = "over"  # its last day has gone by
    ENDED = "ended"  # by the issuer, or not taken


OPEN = {Standing.ASKED, Standing.CALIBRATING, Standing.IN_FORCE}


def standing(
    taken_at: datetime | None, since: datetime | None, ends_on: date | None, ended_at: datetime | None, on: date
) -> Standing:
    """How it stands on a day; its last day still counts."""
    if ended_at:
        found = Standing.ENDED
    elif ends_on and ends_on < on:
        found = Standing.OVER
    elif taken_at is None:
        found = Standing.ASKED
    elif since is None:
        found = Standing.CALIBRATING
    else:
        found = Standing.IN_FORCE
    return found
