"""Names that are known to its author's finder, what was answered "not a name", and what a definition says itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from community import db
from community.evidence.queries import Work
from community.evidence.scrub.places import INSIDE, Finding
from community.evidence.scrub.rules import MOST_TYPED, Names
from community.people.queries import Person


@dataclass(frozen=True)
class Answer:
    """A word of which its author said that it is not a name, in one piece of work."""

    key: str
    word: str
    answered_at: datetime

    @property
    def is_inside(self) -> bool:
        """Whether it was left inside a file."""
        return self.key.startswith(INSIDE)


@dataclass(frozen=True)
class WatchedName:
    """A name that its owner wants to be looked for."""

    id: int
    name: str


async def answers(person: Person, work: Work) -> list[Answer]:
    return await db.many(
        Answer,
        """
        select name_answer.key, name_answer.word, name_answer.answered_at from name_answer
        join work on work.id = name_answer.work_id and work.person_id = :person_id
        where name_answer.work_id = :work_id order by name_answer.word, name_answer.key limit 2000
        """,
        person_id=person.id,
        work_id=work.id,
    )


async def answered(person: Person, works: Sequence[Work]) -> dict[int, set[str]]:
    """The keys of what was answered, by work; for at most as much work as a definition has requirements."""
    rows = await db.many(
        dict,
        """
        select name_answer.work_id, name_answer.key from name_answer
        join work on work.id = name_answer.work_id and work.person_id = :person_id
        where name_answer.work_id = any(:ids) order by name_answer.work_id, name_answer.key limit 50000
        """,
        person_id=person.id,
        ids=[work.id for work in works],
    )
    found: dict[int, set[str]] = {}
    for row in rows:
        found.setdefault(row["work_id"], set()).add(row["key"])
    return found


async def answer(person: Person, work: Work, finding: Finding, at: datetime) -> None:
    await db.run(
        """
        insert into name_answer (work_id, key, word, answered_at)
        select work.id, :key, :word, :at from work where work.id = :work_id and work.person_id = :person_id
        on conflict do nothing
        """,
        work_id=work.id,
        person_id=person.id,
        key=finding.key,
        word=finding.word,
        at=at,
    )


async def take_back(person: Person, work: Work, key: str) -> None:
    await db.run(
        """
        delete from name_answer using work
        where name_answer.work_id = :work_id and name_answer.key = :key
          and work.id = name_answer.work_id and work.person_id = :person_id
        """,
        work_id=work.id,
        person_id=person.id,
        key=key,
    )


async def watched_names(person: Person) -> list[WatchedName]:
    return await db.many(
        WatchedName,
        "select id, name from watched_name where person_id = :person_id order by name, id limit :most",
        person_id=person.id,
        most=MOST_TYPED,
    )


async def watch(person: Person, names: Iterable[str], at: datetime) -> None:
    """Those that stand there already stay as they are."""
    await db.run(
        """
        insert into watched_name (person_id, name, added_at)
        select :person_id, name, :at from unnest(cast(:names as text[])) as typed (name) on conflict do nothing
        """,
        person_id=person.id,
        names=list(names),
        at=at,
    )


async def unwatch(person: Person, name_id: int) -> None:
    await db.run("delete from watched_name where id = :id and person_id = :person_id", id=name_id, person_id=person.id)


async def names(person: Person, micro_credential_id: int) -> Names:
    """One's own, those one typed in, and those of everybody who sits in one's cohorts of this micro-credential."""
    colleagues = await db.many(
        dict,
        """
        select distinct person.id, person.name, person.called from seat as mine
        join cohort on cohort.id = mine.cohort_id
        join definition_version on definition_version.id = cohort.definition_version_id
        join seat on seat.cohort_id = mine.cohort_id and seat.state in ('active', 'paused', 'left')
        join person on person.id = seat.person_id and person.id <> mine.person_id
        where mine.person_id = :person_id and mine.state in ('active', 'paused', 'left')
          and definition_version.micro_credential_id = :id
        order by person.id limit 2000
        """,
        person_id=person.id,
        id=micro_credential_id,
    )
    return Names(
        own=(person.name, person.called),
        typed=tuple(watched.name for watched in await watched_names(person)),
        cohort=tuple(name for row in colleagues for name in (row["name"], row["called"])),
    )


async def public_subject(micro_credential_id: int) -> str:
    """All that the newest published definition says, as one text."""
    return await db.value(
        """
        select string_agg(said #>> '{}', E'\\n') from (
            select jsonb_path_query(content, 'strict $.** ? (@.type() == "string")') as said
            from definition_version
            where micro_credential_id = :id and published_at is not null and id = (
                select max(newest.id) from definition_version as newest
                where newest.micro_credential_id = :id and newest.published_at is not null
            )
        ) as texts
        """,
        id=micro_credential_id,
    ) or ""
