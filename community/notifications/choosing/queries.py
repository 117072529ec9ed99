"""What people chose, as rows."""

from datetime import time

from community import db
from community.notifications.choosing.rules import Choice, Rhythm, Way
from community.people.queries import Person


async def choice(person: Person) -> Choice:
    return (await choices_by_id([person.id]))[person.id]


async def choices_by_id(person_ids: list[int]) -> dict[int, Choice]:
    """Of each of these persons; who chose nothing has what everybody begins with."""
    settings = await db.many(
        dict,
        """
        select person_id, by_mail, quiet_from, quiet_until, rhythm, digest_at, digest_day from notice_setting
        where person_id = any(:ids) order by person_id limit 10000
        """,
        ids=person_ids,
    )
    chosen = await db.many(
        dict,
        """
        select person_id, kind, way from notice_choice where person_id = any(:ids)
        order by person_id, kind limit 100000
        """,
        ids=person_ids,
    )
    ways: dict[int, dict[str, Way]] = {person_id: {} for person_id in person_ids}
    for row in chosen:
        ways[row["person_id"]][row["kind"]] = Way(row["way"])
    set_by = {row.pop("person_id"): row | {"rhythm": Rhythm(row["rhythm"])} for row in settings}
    return {id: Choice(ways=ways[id], **set_by.get(id, {})) for id in person_ids}


async def set_settings(person: Person, by_mail: bool, quiet_from: time, quiet_until: time) -> None:
    await db.run(
        """
        insert into notice_setting (person_id, by_mail, quiet_from, quiet_until)
        values (:person_id, :by_mail, :quiet_from, :quiet_until)
        on conflict (person_id) do update set by_mail = excluded.by_mail, quiet_from = excluded.quiet_from,
                                              quiet_until = excluded.quiet_until
        """,
        person_id=person.id,
        by_mail=by_mail,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
    )


async def set_digest_by_id(person_id: int, rhythm: Rhythm, at: time | None = None, day: int | None = None) -> None:
    """On which days, at which hour; without these as it was. Also for who follows the link of a digest."""
    await db.run(
        """
        insert into notice_setting (person_id, rhythm, digest_at, digest_day)
        values (:person_id, :rhythm, coalesce(cast(:at as time), '17:00'), coalesce(cast(:day as smallint), 4))
        on conflict (person_id) do update
        set rhythm = excluded.rhythm, digest_at = coalesce(cast(:at as time), notice_setting.digest_at),
            digest_day = coalesce(cast(:day as smallint), notice_setting.digest_day)
        """,
        person_id=person_id,
        rhythm=rhythm,
        at=at,
        day=day,
    )


async def set_ways_by_id(person_id: int, ways: dict[str, Way]) -> None:
    """Also for who follows the link of a mail, signed in or not."""
    await db.run(
        """
        insert into notice_choice (person_id, kind, way)
        select :person_id, kind, way from unnest(cast(:kinds as text[]), cast(:ways as text[])) as new(kind, way)
        on conflict (person_id, kind) do update set way = excluded.way
        """,
        person_id=person_id,
        kinds=list(ways),
        ways=list(ways.values()),
    )
