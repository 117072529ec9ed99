"""Announcements as rows. Which of them a page shows is asked with the bell (notifications/queries.py)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from community import clock, db
from community.people.queries import Person

TOPIC = "news:1"
FRESH = timedelta(seconds=10)  # so late a visitor reads what is new, at most
NOTE = "select id, kind, text, works_at, made_at, until_at from announcement "
# The notes in force that this person has not put away, as JSON: part of the bell's question.
SHOWN = """
(select coalesce(jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'text', text, 'works_at', works_at,
                                              'made_at', made_at, 'until_at', until_at) order by id), '[]')
 from announcement where until_at > :now
 and not exists (select from announcement_read where announcement_id = announcement.id and person_id = :id))
"""


@dataclass(frozen=True)
class Note:
    """`works_at`: from when the house is worked on, for a note of that kind."""

    id: int
    kind: str
    text: str
    works_at: datetime | None
    made_at: datetime
    until_at: datetime

    @property
    def is_over(self) -> bool:
        return self.until_at <= clock.now()


def read(told: list[dict[str, Any]]) -> tuple[Note, ...]:
    """The notes of SHOWN."""
    instants = "works_at", "made_at", "until_at"
    return tuple(
        Note(**one | {name: datetime.fromisoformat(one[name]) if one[name] else None for name in instants})
        for one in told
    )


async def notes_by_id(ids: list[int]) -> dict[int, Note]:
    """For the feed."""
    found = await db.many(Note, NOTE + "where id = any(:ids) order by id limit 100", ids=ids)
    return {note.id: note for note in found}


async def notes(desk: Any, most: int = 50) -> list[Note]:
    """For administrators: the newest first, those that are over too."""
    return await db.many(Note, NOTE + "order by id desc limit :most", most=most)


async def notes_for(person: Person, most: int = 50) -> list[Note]:
    """What is announced just now, also what this person has put away."""
    return await db.many(Note, NOTE + "where until_at > :now order by id desc limit :most", now=clock.now(), most=most)


_visitors: tuple[datetime, list[Note]] = datetime.min.replace(tzinfo=UTC), []


async def public_notes() -> list[Note]:
    """What is announced just now, for visitors: asked once in ten seconds by this process, however many come."""
    global _visitors
    asked, now = _visitors[0], clock.now()
    if not asked <= now < asked + FRESH:
        _visitors = now, _visitors[1]  # who comes meanwhile does not ask, too
        found = await db.many(Note, NOTE + "where until_at > :now order by id desc limit :most", now=now, most=5)
        _visitors = now, found[::-1]
    return [note for note in _visitors[1] if not note.is_over]


async def add(desk: Any, kind: str, text: str, works_at: datetime | None, until_at: datetime) -> int:
    return await db.value(
        """
        insert into announcement (kind, text, works_at, made_at, until_at, made_by)
        values (:kind, :text, :works_at, :at, :until_at, :by) returning id
        """,
        kind=kind, text=text, works_at=works_at, at=clock.now(), until_at=until_at, by=desk.person_id,
    )  # fmt: skip


async def end(desk: Any, note_id: int) -> bool:
    """Whether it was shown until now."""
    at = clock.now()
    sql = "update announcement set until_at = :at where id = :id and until_at > :at and made_at < :at"
    return await db.run(sql, id=note_id, at=at) == 1


async def put_away(person: Person, note_id: int) -> None:
    """This person reads it no more."""
    await db.run(
        """
        insert into announcement_read (announcement_id, person_id, at)
        select id, :person_id, :at from announcement where id = :id on conflict do nothing
        """,
        id=note_id, person_id=person.id, at=clock.now(),
    )  # fmt: skip


async def readers_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow news:1: everybody who is signed in."""
    return {pair: "reader" for pair in pairs if pair[1] == 1}
