"""Sentences that a reader keeps for the next time: kept, put in, taken away; nobody else sees them."""

from community import clock, db
from community.errors import Conflict, NotFound
from community.pages import _
from community.people.queries import Person
from community.review.judging.queries import Kept
from community.review.judging.rules import MOST_KEPT


async def kept(person: Person) -> list[Kept]:
    """One's own, the newest first."""
    return await db.many(
        Kept,
        "select id, text from kept_comment where person_id = :person_id order by id desc limit 100",
        person_id=person.id,
    )


async def one_kept(person: Person, comment_id: int) -> Kept:
    """One's own. NotFound for another's."""
    for one in await kept(person):
        if one.id == comment_id:
            return one
    raise NotFound


async def keep(person: Person, text: str) -> None:
    """Once, however often. Raises Conflict where a hundred are kept."""
    async with db.transaction():
        await db.run("select from person where id = :id for no key update", id=person.id)
        if await db.value("select count(*) from kept_comment where person_id = :id", id=person.id) >= MOST_KEPT:
            raise Conflict(_("You keep a hundred comments. Take one away first."))
        await db.run(
            """
            insert into kept_comment (person_id, text, kept_at) values (:person_id, :text, :at) on conflict do nothing
            """,
            person_id=person.id,
            text=text,
            at=clock.now(),
        )


async def take_away(person: Person, comment_id: int) -> None:
    """Taken away twice is taken away."""
    sql = "delete from kept_comment where id = :id and person_id = :person_id"
    await db.run(sql, id=comment_id, person_id=person.id)
