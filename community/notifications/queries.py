"""Notices as rows, and a person's bell."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from community import clock, db, signed
from community.notifications.announcing import queries as announcing
from community.people.queries import Person

MOST_COUNTED = 100  # unread ones; more are "99+"


class New(NamedTuple):
    """Somebody should hear of this."""

    person_id: int
    kind: str
    subject_id: int
    by_id: int | None
    at: datetime
    seen: bool  # where it stands, before they were told


@dataclass(frozen=True)
class Row:
    """One notice of a person: what happened to which subject, by whom and when."""

    id: int
    kind: str
    subject_id: int
    by_id: int | None
    at: datetime
    read_at: datetime | None


class Made(NamedTuple):
    """A notice that was not there before."""

    id: int
    person_id: int
    kind: str
    at: datetime


@dataclass(frozen=True)
class Unsent:
    """A notice of a person that was not mailed yet."""

    person_id: int
    row: Row


@dataclass(frozen=True)
class Bell:
    """How many are unread (up to 100), and from where the page that shows it follows its person's topic and the news.

    `notes` are the announcements that this person has not put away.
    """

    unread: int
    mark: str = ""
    mail_stopped: bool = False  # to the main address, since it came back or was called unwanted
    news: str = ""
    notes: tuple[announcing.Note, ...] = ()


async def bell(person: Person) -> Bell:
    """For the header of a page: one question, so that count and mark are of the same moment."""
    row = await db.one(
        dict,
        f"""
        select (select count(*) from (
                    select 1 from notice where person_id = :id and read_at is null limit :most) as few) as unread,
               coalesce((select seq from topic where name = :topic), 0) as seq, (select value from log_epoch) as epoch,
               exists (select from email where person_id = :id and is_main and refused_at is not null) as mail_stopped,
               coalesce((select seq from topic where name = :news), 0) as news_seq, {announcing.SHOWN} as notes
        """,  # noqa: S608
        id=person.id,
        topic=person.topic,
        news=announcing.TOPIC,
        now=clock.now(),
        most=MOST_COUNTED,
    )
    assert row is not None
    own = signed.Mark(person.topic, row["epoch"], row["seq"])
    news = signed.Mark(announcing.TOPIC, row["epoch"], row["news_seq"])
    mark, told = signed.write_marks([own, news], person.id)
    return Bell(row["unread"], mark, row["mail_stopped"], told, announcing.read(row["notes"]))


async def bells_by_id(person_ids: list[int]) -> dict[int, Bell]:
    """For the feed."""
    rows = await db.many(
        dict,
        """
        select wanted.id, (select count(*) from (
            select 1 from notice where person_id = wanted.id and read_at is null limit :most) as few) as unread
        from unnest(cast(:ids as bigint[])) as wanted(id) order by wanted.id limit 10000
        """,
        ids=person_ids,
        most=MOST_COUNTED,
    )
    return {row["id"]: Bell(row["unread"]) for row in rows}


async def notices(person: Person, before: int | None = None, most: int = 30) -> list[Row]:
    """What this person was told, newest first; older than notice `before`."""
    return await notices_by_id(person.id, before, most)


async def notices_by_id(person_id: int, before: int | None = None, most: int = 30) -> list[Row]:
    """For the feed: the same of a person by number."""
    return await db.many(
        Row,
        """
        select id, kind, subject_id, by_id, at, read_at from notice
        where person_id = :person_id and id < :before order by id desc limit :most
        """,
        person_id=person_id,
        before=before or 2**62,
        most=most,
    )


async def notice(person: Person, notice_id: int) -> Row | None:
    """One of this person's own."""
    return await db.one(
        Row,
        "select id, kind, subject_id, by_id, at, read_at from notice where id = :id and person_id = :person_id",
        id=notice_id,
        person_id=person.id,
    )


async def unsent_by_id(notice_id: int) -> Unsent | None:
    """For the job that mails it; None once it was mailed, or is gone."""
    row = await db.one(
        dict,
        """
        select id, kind, subject_id, by_id, at, read_at, person_id from notice
        where id = :id and mailed_at is null
        """,
        id=notice_id,
    )
    return Unsent(row.pop("person_id"), Row(**row)) if row else None


async def all_unsent_by_id(person_id: int, kinds: list[str], since: datetime) -> list[Row]:
    """For the job: what of these kinds waits to be mailed to this person, oldest first."""
    return await db.many(
        Row,
        """
        select id, kind, subject_id, by_id, at, read_at from notice
        where person_id = :person_id and mailed_at is null and kind = any(:kinds) and at > :since
        order by id limit 200
        """,
        person_id=person_id,
        kinds=kinds,
        since=since,
    )


async def unread_by_id(person_id: int, kinds: list[str], since: datetime) -> list[Row]:
    """For a digest: what of these kinds this person has not read and had no mail of, newest first."""
    return await db.many(
        Row,
        """
        select id, kind, subject_id, by_id, at, read_at from notice
        where person_id = :person_id and read_at is null and mailed_at is null and kind = any(:kinds) and at > :since
        order by id desc limit 200
        """,
        person_id=person_id,
        kinds=kinds,
        since=since,
    )


async def count_mailed_by_id(person_id: int, kinds: list[str], since: datetime) -> int:
    """For the job: how many mails told this person of these kinds since then; what stood in one has one instant."""
    return await db.value(
        """
        select count(distinct mailed_at) from (
            select mailed_at from notice where person_id = :person_id and kind = any(:kinds) and mailed_at > :since
            order by id desc limit 1000
        ) as few
        """,
        person_id=person_id,
        kinds=kinds,
        since=since,
    )


async def set_mailed_by_id(notice_ids: list[int], at: datetime) -> None:
    """The mail server has taken them."""
    await db.run("update notice set mailed_at = :at where id = any(:ids)", ids=notice_ids, at=at)


async def mark_read_about(person: Person, kind: str, subject_ids: list[int]) -> int:
    """What this person was told of these subjects is read; how many were not until now."""
    return await db.run(
        """
        update notice set read_at = :at
        where person_id = :person_id and read_at is null and kind = :kind and subject_id = any(:subject_ids)
        """,
        person_id=person.id,
        kind=kind,
        subject_ids=subject_ids,
        at=clock.now(),
    )


async def mark_read(person: Person, notice_ids: list[int] | None = None) -> int:
    """Some of this person's own, or all of them; how many were unread until now."""
    return await db.run(
        """
        update notice set read_at = :at
        where person_id = :person_id and read_at is null and id = any(coalesce(cast(:ids as bigint[]), array[id]))
        """,
        person_id=person.id,
        ids=notice_ids,
        at=clock.now(),
    )


async def unread_before(person: Person, row: Row, most: int = 200) -> list[Row]:
    """What this person has not read of the same kind, up to this one, newest first."""
    return await db.many(
        Row,
        """
        select id, kind, subject_id, by_id, at, read_at from notice
        where person_id = :person_id and read_at is null and kind = :kind and id <= :id
        order by id desc limit :most
        """,
        person_id=person.id,
        kind=row.kind,
        id=row.id,
        most=most,
    )


async def add_by_id(news: list[New]) -> list[Made]:
    """Keep them, but those of kinds that their reader does not want; the ones that were new."""
    people, kinds, subjects, by, at, seen = zip(*news, strict=True) if news else ((),) * 6
    return await db.many(
        Made,
        """
        insert into notice (person_id, kind, subject_id, by_id, at, read_at)
        select person.id, new.kind, new.subject_id, new.by_id, new.at, case when new.seen then new.at end
        from unnest(cast(:people as bigint[]), cast(:kinds as text[]), cast(:subjects as bigint[]),
                    cast(:by as bigint[]), cast(:at as timestamptz[]), cast(:seen as boolean[]))
             with ordinality as new(person_id, kind, subject_id, by_id, at, seen, place)
        join person on person.id = new.person_id
        left join notice_choice on notice_choice.person_id = person.id and notice_choice.kind = new.kind
        where notice_choice.way is distinct from 'nothing'
        order by new.place
        on conflict (person_id, kind, subject_id, at) do nothing returning id, person_id, kind, at
        """,
        people=list(people),
        kinds=list(kinds),
        subjects=list(subjects),
        by=list(by),
        at=list(at),
        seen=list(seen),
    )
