"""Revisions as rows: each text that its author saved, and those that wait for a choice (R28)."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.errors import NotFound
from community.evidence import rules
from community.evidence.queries.work_rows import Work
from community.people.queries import Person

REVISION = """
select revision.id, revision.work_id, revision.number, revision.based_on, revision.text, revision.words,
       revision.device, revision.writer, revision.beside, revision.waits,
       revision.kept, revision.saved_at
from revision
"""


@dataclass(frozen=True)
class Revision:
    """One saved text. One `beside` was never the draft; while it `waits`, its author has yet to choose."""

    id: int
    work_id: int
    number: int
    based_on: int
    text: str
    words: int
    device: str
    writer: str
    beside: bool
    waits: bool
    kept: bool
    saved_at: datetime


async def revisions(person: Person, work: Work, before: int | None = None, most: int = 50) -> list[Revision]:
    """What its author saved, newest first, from below number `before` on."""
    return await db.many(
        Revision,
        REVISION
        + """
        join work on work.id = revision.work_id and work.person_id = :person_id
        where revision.work_id = :work_id and (cast(:before as int) is null or revision.number < :before)
        order by revision.number desc limit :most
        """,
        person_id=person.id,
        work_id=work.id,
        before=before,
        most=most,
    )


async def revision(person: Person, work: Work, number: int) -> Revision:
    """One's own saved text with this number, or NotFound."""
    found = await db.one(
        Revision,
        REVISION
        + """
        join work on work.id = revision.work_id and work.person_id = :person_id
        where revision.work_id = :work_id and revision.number = cast(:number as bigint)
        """,
        person_id=person.id,
        work_id=work.id,
        number=number,
    )
    if not found:
        raise NotFound
    return found


async def was_written(person: Person, work: Work, text: str, since: int) -> bool:
    """Whether this very text is kept already, as revision `since` or a later one; revision 0 is the empty page."""
    return (since == 0 and text == "") or await db.value(
        """
        select exists (
            select from revision join work on work.id = revision.work_id and work.person_id = :person_id
            where revision.work_id = :work_id and revision.number >= :since and revision.text = :text
        )
        """,
        person_id=person.id,
        work_id=work.id,
        since=since,
        text=text,
    )


async def conflicts(person: Person, work: Work) -> list[Revision]:
    """Texts from other devices that wait for their author's choice, oldest first (R28)."""
    return await db.many(
        Revision,
        REVISION
        + """
        join work on work.id = revision.work_id and work.person_id = :person_id
        where revision.work_id = :work_id and revision.waits order by revision.number limit 20
        """,
        person_id=person.id,
        work_id=work.id,
    )


async def written_since(person: Person, work: Work, number: int) -> list[rules.Written]:
    """Where the texts came from that became the draft after this number."""
    return await db.many(
        rules.Written,
        """
        select revision.number, revision.writer from revision
        join work on work.id = revision.work_id and work.person_id = :person_id
        where revision.work_id = :work_id and revision.number > :number and not revision.beside
        order by revision.number desc limit 1000
        """,
        person_id=person.id,
        work_id=work.id,
        number=number,
    )


async def add_revision(
    person: Person, work: Work, text: str, based_on: int, device: str, writer: str, beside: bool, at: datetime
) -> int:
    """Keep this text as the next revision; its number. One `beside` waits, and is kept for good."""
    return await db.value(
        """
        insert into revision (work_id, number, based_on, text, words, device, writer, beside, waits, kept, saved_at)
        select work.id, coalesce(max(revision.number), 0) + 1, :based_on, :text, :words, :device, :writer,
               :beside, :beside, :beside, :at
        from work left join revision on revision.work_id = work.id
        where work.id = :work_id and work.person_id = :person_id
        group by work.id
        returning number
        """,
        work_id=work.id,
        person_id=person.id,
        based_on=based_on,
        text=text,
        words=rules.count_words(text),
        device=device,
        writer=writer,
        beside=beside,
        at=at,
    )


async def settle(person: Person, work: Work, number: int, kept: bool) -> None:
    """This text waits no more: it was chosen from (`kept`), or its page has gone on from it."""
    await db.run(
        """
        update revision set waits = false, kept = :kept
        from work
        where work.id = revision.work_id and work.person_id = :person_id
          and revision.work_id = :work_id and revision.waits and revision.number = :number
        """,
        person_id=person.id,
        work_id=work.id,
        number=number,
        kept=kept,
    )


async def keep(person: Person, work: Work, number: int) -> None:
    """This revision stays when older ones are thinned."""
    await db.run(
        """
        update revision set kept = true
        from work
        where work.id = revision.work_id and work.person_id = :person_id
          and revision.work_id = :work_id and revision.number = :number
        """,
        person_id=person.id,
        work_id=work.id,
        number=number,
    )


async def thin_by_id(before: datetime, most: int) -> int:
    """Of the texts older than `before`, take away those that another one followed within the same ten minutes."""
    return await db.run(
        """
        delete from revision where id in (
            select old.id from revision as old
            join work on work.id = old.work_id and work.revision <> old.number
            where old.saved_at < :before and not old.kept and not old.waits and exists (
                select from revision as later
                where later.work_id = old.work_id and later.number > old.number and later.beside = old.beside
                  and date_bin('10 minutes', later.saved_at, 'epoch') = date_bin('10 minutes', old.saved_at, 'epoch')
            )
            order by old.id limit :most
        )
        """,
        before=before,
        most=most,
    )
