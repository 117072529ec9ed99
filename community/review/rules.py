"""How long a claim lasts, how many one may hold, when a reading is due. Pure."""

from datetime import date, datetime, timedelta

from community.numbers import Numbered

LEASE = timedelta(hours=8)  # without saving anything (R53)
MOST_CLAIMS = 3  # that one person holds at a time


def lapses_at(active_at: datetime) -> datetime:
    """R53: the end of a claim, if nothing is saved until then."""
    return active_at + LEASE


def is_lapsed(active_at: datetime, at: datetime) -> bool:
    return lapses_at(active_at) <= at


def due_on(expected_on: date, first_due_on: date, readers: int, reader: int) -> date:
    """R58: the day by which this reader has sent it. Where two read, the last five days are a third one's."""
    return first_due_on if readers == 2 and reader < 3 else expected_on


class AtTheDesk(Numbered):
    """What a reviewer knows an attempt by: its number, in addresses and topics too (R50)."""

    @property
    def address(self) -> str:
        return f"/reviews/{self.number}"

    @property
    def topic(self) -> str:
        return f"submission:{self.number}"
