"""What is told of a seat: on which topics, and in letters to whose seat it is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from community import events, words
from community.cohorts.queries import Cohort, Seat
from community.people import letters
from community.people import queries as people
from community.people.queries import Person


@dataclass(frozen=True)
class Sat:
    """Whose seat it was or is, and for what."""

    seat_id: int
    cohort_id: int
    person_id: int
    role: str


def tell(kind: str, cohort: Cohort, seat: Seat, *topics: str, by: int | None) -> None:
    """To the board's readers, to the roster's, to who leads, and to `topics`: a person's where a right ends."""
    record(kind, seat, cohort.topic, cohort.roster_topic, cohort.line_topic, *topics, by=by)


def tell_outside(kind: str, cohort: Cohort, seat: Seat, by: int | None) -> None:
    """Of somebody who does not sit there: to who leads, and to that person."""
    record(kind, seat, cohort.line_topic, f"person:{seat.person_id}", by=by)


def record(kind: str, seat: Seat, *topics: str, by: int | None) -> None:
    detail = Sat(seat.id, seat.cohort_id, seat.person_id, seat.role)
    events.record(kind, *topics, about=seat.id, by=by, detail=detail)


async def write(
    letter: str, cohort: Cohort, seat: Seat, key: str, answer_by: datetime | None = None,
    **about: str | int | date | datetime,
) -> None:
    """A letter to whose seat it is, about this cohort; days and instants in their language, instants in their zone."""
    person = (await people.people_by_id([seat.person_id])).get(seat.person_id)
    if person is not None:
        about = {"starts": cohort.starts_on} | about
        said = {name: _said(value, person) for name, value in about.items()}
        told: dict[str, Any] = {"cohort": cohort.name, "affiliate": cohort.affiliate, "title": cohort.title} | said
        key = f"{letter} {seat.id} {key}"
        await letters.write_to_person(letter, person.id, key, answer_by=answer_by, code=cohort.code, **told)


def _said(value: str | int | date | datetime, person: Person) -> str | int:
    language = words.known(person.language)
    if isinstance(value, datetime):
        return words.instant(value, language, person.time_zone)
    return words.day(value, language) if isinstance(value, date) else value
