"""Each way of standing to a cohort, and who stands so at its doors, with a browser."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2

from community.people.queries import Person

ROLES = {
    "visitor": "not signed in",
    "stranger": "signed in, sits nowhere",
    "elsewhere": "participant in a cohort of another local",
    "left": "sat here and gave the seat back",
    "removed": "sat here and was removed",
    "invited": "asked to facilitate here, not answered yet",
    "participant": "sits here",
    "author": "sits here; the message in question is hers",
    "observer": "sits here to look on",
    "helper": "sits here to help",
    "facilitator": "leads here",
    "organizer": "of this cohort's local",
    "above": "organizer of its state",
    "sibling": "organizer of another local of the same state",
}
# Who has to do with it without sitting there: told what those are told who left, but where the table says otherwise.
ASIDE = {
    "waiting": "stands in line here",
    "asking": "has asked for a seat here",
    "paused": "sat here, is away for a while",
    "editor": "edits the catalogue of the issuer of what is learned here",
    "approver": "approves for that issuer, and keeps the register of its reviewers",
    "reviewer": "reviews what is learned here, knows nobody, and reads the author's attempt",
    "committee": "sits on that issuer's committee, which votes on a case about the author",
}
# Who has to do with nobody here: told what a stranger is told, but where the table says otherwise.
DESKS = {"support": "sits at the support desk", "administrator": "administrates the platform"}
EVERYBODY = ROLES | ASIDE | DESKS
KEY = "talk_plan"
ISSUER = "hazelbrook-institute"
SECRETS = {role: f"secret{uuid4().hex[:8]}" for role in EVERYBODY}  # in each one's draft: nobody else reads it (R64)
WAITING = 3  # the number of everybody's text that waits beside the draft


@dataclass
class Asker:
    """Somebody at the door. `own`: the numbers and codes that are this person's alone."""

    role: str
    person: Person | None
    client: httpx2.AsyncClient
    csrf: str
    own: dict[str, Any] = field(default_factory=dict)

    async def gets(self, path: str, **headers: str) -> httpx2.Response:
        return await self.client.get(path, headers=headers)

    async def posts(self, path: str, fields: dict[str, Any] | None = None, **headers: str) -> httpx2.Response:
        """With the form token of this person's own pages, so that a refusal is about permission; files as triples."""
        files = {name: value for name, value in (fields or {}).items() if isinstance(value, tuple)}
        typed = {name: value for name, value in (fields or {}).items() if name not in files}
        return await self.client.post(path, data={"csrf": self.csrf} | typed, files=files or None, headers=headers)
