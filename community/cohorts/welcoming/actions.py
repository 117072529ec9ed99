"""Somebody is asked to say hello to whom has come while the cohort runs (R17)."""

from community.cohorts import rules
from community.cohorts.queries import Cohort, Seat
from community.cohorts.seats import telling
from community.cohorts.welcoming import queries


async def welcome(cohort: Cohort, seat: Seat) -> None:
    """In the transaction in which a seat was taken, and under its cohort's lock. Before it runs, all are new."""
    if cohort.state == rules.State.RUNNING and seat.is_participant:
        host = await queries.choose_by_id(seat.id, cohort.id)
        if host:
            telling.record("seat.welcomed", seat, f"person:{host}", by=seat.person_id)
