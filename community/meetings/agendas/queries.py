"""Agendas as rows; where none was written, the plan's."""

from dataclasses import asdict
from typing import Any

from community import clock, db
from community.cohorts.queries import Place
from community.errors import NotFound
from community.meetings.agendas import rules
from community.meetings.agendas.rules import Agenda, Line
from community.meetings.queries import Meeting

AGENDA = """
select meeting.id, meeting.planned_week, meeting.title, cohort.template, agenda.version, agenda.bring, agenda.says,
       agenda.lines
from meeting join cohort on cohort.id = meeting.cohort_id left join agenda on agenda.meeting_id = meeting.id
"""


async def agenda(place: Place, meeting_id: int) -> Agenda:
    """Of a meeting of this place's cohort; NotFound for another's."""
    row = await db.one(
        dict,
        AGENDA + "where meeting.id = :id and meeting.cohort_id = :cohort_id",
        id=meeting_id,
        cohort_id=place.cohort.id,
    )
    if row is None:
        raise NotFound
    return _agenda(row)


async def agendas_by_id(meeting_ids: list[int]) -> dict[int, Agenda]:
    """For the feed, and for reminders."""
    rows = await db.many(dict, AGENDA + "where meeting.id = any(:ids) order by meeting.id limit 2000", ids=meeting_ids)
    return {row["id"]: _agenda(row) for row in rows}


async def put(place: Place, meeting: Meeting, agenda: Agenda) -> bool:
    """Whether it was still at the version before this one, and stands so now."""
    written = await db.run(
        """
        insert into agenda (meeting_id, version, lines, bring, says, changed_at)
        select id, cast(:version as integer), cast(:lines as jsonb), :bring, :says, :at from meeting
        where id = :id and cohort_id = :cohort_id
          and (:version = 1 or exists (select from agenda where meeting_id = :id))
        on conflict (meeting_id) do update
        set version = excluded.version, lines = excluded.lines, bring = excluded.bring, says = excluded.says,
            changed_at = excluded.changed_at
        where agenda.version = excluded.version - 1
        """,
        id=meeting.id,
        cohort_id=place.cohort.id,
        version=agenda.version,
        lines=[asdict(line) for line in agenda.lines],
        bring=list(agenda.bring),
        says=list(agenda.says),
        at=clock.now(),
    )
    return written == 1


def _agenda(row: dict[str, Any]) -> Agenda:
    if row["version"] is None:
        return rules.planned(row["id"], row["template"], row["planned_week"], row["title"])
    lines = tuple(Line(**line) for line in row["lines"])
    return Agenda(row["id"], row["version"], lines, tuple(row["bring"]), tuple(row["says"]))
