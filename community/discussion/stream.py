"""A list of messages as a page shows it: with a line where a day begins, and one where the unread begins. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Entry:
    """A message, and whether a line stands above it."""

    message: Any
    new_day: bool
    unread_from_here: bool


def entries(messages: Sequence[Any], zone: str, first_unread: int | None = None) -> list[Entry]:
    """In their order; days as they are in this zone; `first_unread` is the id that the unread line stands above."""
    found, day = [], None
    for message in messages:
        its = message.at.astimezone(ZoneInfo(zone)).date()
        found.append(Entry(message, its != day, message.id == first_unread))
        day = its
    return found


def first_unread(messages: Sequence[Any], seat: Any, read_to: int | None) -> int | None:
    """The first message of somebody else that is new to this seat: after its marker, or since it joined (R17)."""
    for message in messages:
        is_new = message.id > read_to if read_to is not None else message.at >= seat.joined_at
        if is_new and message.person_id != seat.person_id and message.deleted_at is None:
            return message.id
    return None
