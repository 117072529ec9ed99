"""The lists of a cohort: all conditions in one question, what was ticked by hand in another."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from community import clock, db
from community.checklists import rules
from community.checklists.conditions import CONDITIONS, SAID
from community.checklists.rules import Box, List, Tick
from community.cohorts import queries as cohorts
from community.cohorts.queries import Place

FACTS = f"""
select cohort.id as cohort_id, {", ".join(f'coalesce({sql}, false) as "{key}"' for key, sql in CONDITIONS.items())}
from cohort where cohort.id = any(:ids) order by cohort.id limit 100
"""  # noqa: S608 (conditions of ours)


@dataclass(frozen=True)
class Checklist:
    """A cohort's three lists."""

    cohort_id: int
    is_closed: bool
    lists: list[List]

    def box(self, key: str) -> Box | None:
        return next((box for one in self.lists for box in one.boxes if box.item.key == key), None)


async def checklist(place: Place) -> Checklist:
    """The lists of this place's cohort as they stand now."""
    return (await checklists_by_id([place.cohort.id]))[place.cohort.id]


async def checklists_by_id(cohort_ids: list[int]) -> dict[int, Checklist]:
    """For the feed."""
    facts = {row.pop("cohort_id"): row for row in await db.many(dict, FACTS, ids=cohort_ids, now=clock.now())}
    ticks, found = await _ticks(cohort_ids), await cohorts.cohorts_by_id(cohort_ids)
    return {
        cohort_id: Checklist(cohort_id, found[cohort_id].is_closed, rules.lists(row, SAID, ticks[cohort_id]))
        for cohort_id, row in facts.items()
    }


async def _ticks(cohort_ids: Iterable[int]) -> dict[int, dict[str, Tick]]:
    rows = await db.many(
        dict,
        """
        select tick.cohort_id, tick.item, tick.at, coalesce(person.name, '') as name
        from checklist_tick as tick left join person on person.id = tick.person_id
        where tick.cohort_id = any(:ids) order by tick.cohort_id, tick.item limit 5000
        """,
        ids=list(cohort_ids),
    )
    found: dict[int, dict[str, Tick]] = defaultdict(dict)
    for row in rows:
        found[row["cohort_id"]][row["item"]] = Tick(row["name"], row["at"])
    return found


async def put_tick(place: Place, key: str) -> bool:
    """Whether this box was not ticked by hand until now."""
    put = await db.run(
        """
        insert into checklist_tick (cohort_id, item, person_id, at) values (:cohort_id, :item, :person_id, :at)
        on conflict do nothing
        """,
        cohort_id=place.cohort.id,
        item=key,
        person_id=place.person_id,
        at=clock.now(),
    )
    return put == 1


async def take_tick(place: Place, key: str) -> bool:
    """Whether this box was ticked by hand until now."""
    taken = await db.run(
        "delete from checklist_tick where cohort_id = :cohort_id and item = :item",
        cohort_id=place.cohort.id,
        item=key,
    )
    return taken == 1


async def audiences_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow checklist:ID: who leads that cohort."""
    heard = await cohorts.roster_audiences_by_id(pairs)
    return {pair: "leader" for pair, audience in heard.items() if audience == "facilitator"}
