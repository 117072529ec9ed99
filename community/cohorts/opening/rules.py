"""What is filled in before an organizer answers: days, seats, language. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from babel import Locale

SEATS = 16
LEAD = timedelta(days=14)  # time to spread the word
WEEKS = timedelta(weeks=8)  # the field's plan


def days(today: date) -> tuple[date, date]:
    """First and last day, until somebody says otherwise."""
    first = today + LEAD
    return first, first + WEEKS


def languages(codes: Iterable[str], reader: str) -> list[tuple[str, str]]:
    """(code, name) for a list, each named in its own language and, where it differs, in the reader's."""
    return [(code, _name(code, reader)) for code in sorted(set(codes))]


def _name(code: str, reader: str) -> str:
    locale = Locale.parse(code.replace("-", "_"))
    own = (locale.get_display_name() or code).capitalize()
    known = (locale.get_display_name("en" if reader == "en-XA" else reader.replace("-", "_")) or code).capitalize()
    return own if own == known else f"{own} ({known})"
