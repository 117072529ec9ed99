"""What a facilitator's page knows of the members: states, last steps and letters, never a text of theirs."""

from datetime import date, datetime
from typing import Any

from community import db
from community.board import queries as board
from community.cohorts.queries import Cohort, Seat
from community.errors import NotFound
from community.feedback.requests import queries as requests
from community.overview import rules
from community.overview.rules import Need, Standing

MOST = 500  # members of one cohort


async def standings(seat: Seat, cohort: Cohort) -> list[Standing]:
    """All who work here, by name. As many questions as pages of the board, and two."""
    shown = await board.board(seat, cohort)
    rows = list(shown.rows)
    while shown.after and len(rows) < MOST:
        shown = await board.board(seat, cohort, after=shown.after)
        rows += shown.rows
    steps = {one.pop("seat_id"): one for one in await _steps(seat, cohort)}
    waiting = await requests.waiting_since(seat)
    return [_standing(row, steps[row.seat_id], waiting.get(row.seat_id)) for row in rows if row.seat_id in steps]


async def standing(seat: Seat, cohort: Cohort, seat_id: int) -> Standing:
    """One of them; NotFound for a seat that is nobody's who works here."""
    for one in await standings(seat, cohort):
        if one.seat_id == seat_id:
            return one
    raise NotFound


async def without_time(seat: Seat) -> set[int]:
    """Seats of this cohort whose people said "not now" to reading."""
    rows = await db.many(
        dict,
        """
        select seat_id from reading_pause join seat on seat.id = seat_id where seat.cohort_id = :cohort_id
        order by seat_id limit 1000
        """,
        cohort_id=seat.cohort_id,
    )
    return {row["seat_id"] for row in rows}


async def put_off(seat: Seat, today: date) -> set[tuple[int, str]]:
    """What this facilitator wants to hear of only later: seats and needs."""
    rows = await db.many(
        dict,
        """
        select put_off.seat_id, put_off.need from put_off join seat on seat.id = put_off.seat_id
        where put_off.person_id = :person_id and seat.cohort_id = :cohort_id and put_off.until > :today
        order by put_off.seat_id, put_off.need limit 5000
        """,
        person_id=seat.person_id,
        cohort_id=seat.cohort_id,
        today=today,
    )
    return {(row["seat_id"], row["need"]) for row in rows}


async def set_put_off(seat: Seat, seat_id: int, need: Need, until: date) -> None:
    await db.run(
        """
        insert into put_off (person_id, seat_id, need, until) values (:person_id, :seat_id, :need, :until)
        on conflict (person_id, seat_id, need) do update set until = excluded.until
        """,
        person_id=seat.person_id,
        seat_id=seat_id,
        need=need,
        until=until,
    )


async def add_nudge(seat: Seat, seat_id: int, need: Need, at: datetime) -> None:
    await db.run(
        "insert into nudge (seat_id, person_id, need, at) values (:seat_id, :person_id, :need, :at)",
        seat_id=seat_id,
        person_id=seat.person_id,
        need=need,
        at=at,
    )


async def _steps(seat: Seat, cohort: Cohort) -> list[dict]:
    return await db.many(
        dict,
        """
        select seat.id as seat_id, seat.joined_at, steps.last_step, coalesce(busy.days, 0) as busy_days,
               coalesce(nudged.at, '{}') as nudges
        from seat
        left join lateral (
            select max(greatest(work.changed_at, work.saved_at)) as last_step from work
            where work.person_id = seat.person_id and work.micro_credential_id = :micro_credential_id
              and work.state <> 'not_started'
        ) as steps on true
        left join lateral (
            select count(distinct cast(revision.saved_at at time zone :zone as date)) as days
            from work join revision on revision.work_id = work.id
            where work.person_id = seat.person_id and work.micro_credential_id = :micro_credential_id
              and revision.saved_at > steps.last_step - cast(:busy_within as interval)
        ) as busy on true
        left join lateral (select array_agg(nudge.at order by nudge.at) as at from nudge where nudge.seat_id = seat.id)
            as nudged on true
        where seat.cohort_id = :cohort_id and seat.role = 'participant' and seat.state = 'active'
        order by seat.id limit :most
        """,
        cohort_id=seat.cohort_id,
        micro_credential_id=cohort.micro_credential_id,
        zone=cohort.time_zone,
        busy_within=rules.BUSY_WITHIN,
        most=MOST,
    )


def _standing(row: Any, step: dict[str, Any], waits: tuple[int, datetime, str] | None) -> Standing:
    request_id, asked_at, asks = waits or (None, None, "")
    known = step | {"nudges": tuple(step["nudges"]), "asked_at": asked_at, "request_id": request_id, "asks": asks}
    return Standing(row, **known)
