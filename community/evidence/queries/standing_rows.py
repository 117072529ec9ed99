"""Where a person stands in a micro-credential: its requirements, the work for each, the application, the next step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from community import db
from community.catalogue import queries as catalogue
from community.errors import NotFound
from community.evidence import rules
from community.evidence.queries.application_rows import Application, application
from community.evidence.queries.work_rows import Work, blank, public_micro_credential, works
from community.evidence.rules import State
from community.people.queries import Person


@dataclass(frozen=True)
class Standing:
    """One micro-credential of a person: its definition, requirements with the work for each, application, next step."""

    definition: Any  # catalogue.Definition
    requirements: Sequence[Any]  # catalogue.Requirement
    works: Mapping[str, Work]
    application: Application | None
    cohort_id: int | None

    def work(self, key: str) -> Work:
        return self.works[key]

    def requirement(self, key: str) -> Any:
        """The requirement with this key, or NotFound."""
        for requirement in self.requirements:
            if requirement.key == key:
                return requirement
        raise NotFound

    @property
    def begun(self) -> int:
        return sum(work.state is not State.NOT_STARTED for work in self.works.values())

    @property
    def put_away(self) -> list[Any]:
        """The requirements whose texts a window's end has put among the versions, until they are begun again (R24)."""
        is_away = {key for key, work in self.works.items() if work.state is State.NOT_STARTED and work.revision}
        return [requirement for requirement in self.requirements if requirement.key in is_away]

    @property
    def attempt(self) -> str:
        return self.application.attempt if self.application else "none"

    @property
    def next(self) -> tuple[str, Any]:
        """What to do now (see rules.Step.kind) and with which requirement, or None."""
        wanted = [r for r in self.requirements if not r.optional or self.works[r.key].state is not State.NOT_STARTED]
        step = rules.next_step(
            [self.works[r.key].state for r in wanted], self.application.state if self.application else None
        )
        return step.kind, None if step.place is None else wanted[step.place]


async def standing(person: Person, code: str) -> Standing:
    """One's own standing in this micro-credential, also before anything was begun. NotFound for an unknown code."""
    micro_credential_id = await public_micro_credential(code)
    return await _standing(person, micro_credential_id)


async def standings(person: Person) -> list[Standing]:
    """All micro-credentials a person works on: with a text, an application, or a seat; by code."""
    ids = await db.many(dict, MINE, person_id=person.id)
    return [await _standing(person, row["id"]) for row in ids]


MINE = """
select micro_credential.id from micro_credential
where micro_credential.id in (
    select work.micro_credential_id from work where work.person_id = :person_id
    union select application.micro_credential_id from application where application.person_id = :person_id
    union select definition_version.micro_credential_id
    from seat join cohort on cohort.id = seat.cohort_id
    join definition_version on definition_version.id = cohort.definition_version_id
    where seat.person_id = :person_id and seat.state = 'active' and seat.role = 'participant'
)
order by micro_credential.code limit 50
"""


async def _standing(person: Person, micro_credential_id: int) -> Standing:
    held = await application(person, micro_credential_id)
    (row,) = await db.many(dict, VERSION, person_id=person.id, id=micro_credential_id)
    version = held.definition_version_id if held and held.counts else row["version_id"]
    definition = await catalogue.public_definition_version(version) if version else None
    if definition is None:
        raise NotFound
    requirements = await catalogue.public_requirements(version)
    mine = await works(person, micro_credential_id)
    every = {r.key: mine.get(r.key) or blank(person.id, micro_credential_id, r.key) for r in requirements}
    return Standing(definition, requirements, every, held, row["cohort_id"])


# Whoever has no application works on her cohort's version, and alone on the newest one.
VERSION = """
select coalesce(mine.version_id, newest.id) as version_id, mine.cohort_id
from (
    select max(id) as id from definition_version
    where micro_credential_id = :id and published_at is not null
) as newest
left join (
    select cohort.definition_version_id as version_id, cohort.id as cohort_id
    from seat join cohort on cohort.id = seat.cohort_id
    join definition_version on definition_version.id = cohort.definition_version_id
    where seat.person_id = :person_id and seat.state = 'active' and seat.role = 'participant'
      and definition_version.micro_credential_id = :id
    order by cohort.starts_on desc, cohort.id desc limit 1
) as mine on true
"""
