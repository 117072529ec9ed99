"""A time of keeping is set; the jobs of the slices go by it from their next run on."""

from dataclasses import dataclass

from community import clock, db, retaining
from community.affiliates.queries import Desk
from community.errors import Invalid
from community.events import record
from community.pages import _

TOPIC = "platform:1"


@dataclass(frozen=True)
class Set:
    """Detail of `retention.set`: days."""

    kind: str
    was: int
    became: int


def check(name: str, days: int) -> None:
    """Invalid outside of what people were told."""
    kept = retaining.RETAINS[name]
    if not kept.least <= days <= kept.days:
        sentence = _("From %(least)s to %(most)s days: people were told that it is gone by then.")
        raise Invalid({"days": sentence % {"least": kept.least, "most": kept.days}}, {"days": str(days)})


async def set_days(desk: Desk, name: str, days: int) -> None:
    """Keep it so many days from now on. Invalid outside of what people were told."""
    check(name, days)
    was = await retaining.days_of(name)
    if days != was:
        async with db.transaction():
            await db.run(
                """
                insert into retention (name, days, set_by, set_at) values (:name, :days, :by, :at)
                on conflict (name) do update
                set days = excluded.days, set_by = excluded.set_by, set_at = excluded.set_at
                """,
                name=name, days=days, by=desk.person_id, at=clock.now(),
            )  # fmt: skip
            record("retention.set", TOPIC, about=desk.id, by=desk.person_id, detail=Set(name, was, days))
