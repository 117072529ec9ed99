"""Work for tests: what is written, a membership, a moved clock, and a workspace page as a browser has it."""

import re
from contextlib import contextmanager
from datetime import date, datetime
from html import unescape
from uuid import uuid4

from community import clock, db
from community.affiliates import actions as affiliates
from community.catalogue import queries as catalogue
from community.events import Event
from community.evidence import actions, queries


async def requirement_of(definition, name: str):
    """The requirement with this key, or called so: "Artifact 1"."""
    found = await catalogue.public_requirements(definition.id)
    return next(requirement for requirement in found if name in (requirement.key, requirement.label))


async def writes(person, definition, name: str, text: str, device: str = "") -> queries.Work:
    """Her next text for this requirement, upon the newest one."""
    requirement = await requirement_of(definition, name)
    now = await queries.work(person, definition.code, requirement.key)
    return await actions.draft(person, definition, requirement, text, now.revision, device)


async def brings(person, definition, name: str, *moves: str) -> queries.Work:
    """Write something for this requirement and take it through these moves of the table."""
    work = await writes(person, definition, name, f"Something by {person.name} on {name}.")
    for move in moves:
        work = await actions.move(person, work, move)
    return work


async def joins_a_local(person) -> None:
    """An active membership, so that Start costs nothing (R8)."""
    tail = uuid4().hex[:8]
    national = await affiliates.make_affiliate("national", "The Union", f"union-{tail}")
    state = await affiliates.make_affiliate("state", "A State", f"state-{tail}", national)
    local = await affiliates.make_affiliate("local", "A Local", f"local-{tail}", state)
    await affiliates.enrol(person, local, date(2020, 1, 1))


async def events_about(kind: str, about: int) -> list[Event]:
    """What was told of this subject, once for each deed, in order."""
    rows = await db.many(
        dict,
        """
        select topic, seq, id, kind, subject_id as about, person_id as by, at, detail from event
        where kind = :told and subject_id = :about and topic not like 'cohort:%' order by id limit 1000
        """,
        told=kind,
        about=about,
    )
    return [Event(**row) for row in rows]


@contextmanager
def clock_at(instant: str):
    """Inside, it is that instant, and time goes on from there."""
    by = datetime.fromisoformat(instant) - clock.now()
    clock.move(by)
    try:
        yield
    finally:
        clock.move(-by)


class Workspace:
    """One open page of a requirement, as a browser holds it: its hidden fields, and what its saves answered."""

    def __init__(self, client, code: str, key: str) -> None:
        self.client, self.address = client, f"/work/{code}/{key}"
        self.fields: dict[str, str] = {}
        self.html = ""

    async def opened(self) -> "Workspace":
        answer = await self.client.get(self.address)
        assert answer.status_code == 200, answer.text[:500]
        self._read(answer.text)
        return self

    async def saves(self, text: str, to: str = "revisions", htmx: bool = True, **more: str):
        """Post the text as the page would: by itself while one writes, or (htmx=False) by its button."""
        headers = {"hx-request": "true"} if htmx else {}
        answer = await self.client.post(
            f"{self.address}/{to}", data=self.fields | {"text": text} | more, headers=headers, follow_redirects=not htmx
        )
        if answer.status_code == 200:
            self._read(answer.text)
        return answer

    def _read(self, html: str) -> None:
        self.html = html
        self.fields |= {
            name: value for name, value in hidden_fields(html).items() if name in ("csrf", "based_on", "writer")
        }

    @property
    def text(self) -> str:
        return unescape(re.search(r"<textarea[^>]*name=\"text\"[^>]*>\n?(.*?)</textarea>", self.html, re.S).group(1))


def hidden_fields(html: str) -> dict[str, str]:
    """The hidden inputs of a page, without those of the forms at its foot."""
    found = {}
    for tag in re.findall(r"<input\b[^>]*>", html.split("</main>")[0]):
        attributes = dict(re.findall(r"([\w-]+)=\"([^\"]*)\"", tag))
        if attributes.get("type") == "hidden":
            found[attributes["name"]] = unescape(attributes.get("value", ""))
    return found
