"""Attempts that wait for their readers, and what readers do with them, for tests."""

import re
from collections.abc import Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from community import clock, db
from community.catalogue import rules as catalogue
from community.catalogue.queries import Definition
from community.evidence import queries as evidence
from community.people.queries import Person
from community.review import entering
from community.review.claims import actions as claiming
from community.review.claims import queries as claims
from community.review.claims.queries import Claim
from community.review.deciding.rules import Said
from community.review.judging import actions as judging
from community.submissions import queries as submissions
from community.submissions import settling
from community.submissions.expecting.rules import Target, expected
from community.submissions.queries import FrozenWork, Submission
from community.submissions.rules import Promise
from tests.support.people import form_in, make_person, signed_in_client
from tests.support.reviewing import a_reviewer

WORDS = (
    "Say for each of the four groups of students which support you take away first, when, and what shows you that "
    "it is time."
)


async def an_attempt(
    definition: Definition, person: Person | None = None, at: datetime | None = None, without: tuple[str, ...] = ()
) -> Submission:
    """Everything that is asked for, frozen at that moment, by somebody whom nobody here knows."""
    person = person or await make_person("Wilhelmina Quisenberry")
    at = at or clock.now()
    application = await evidence.add_application(
        person, definition.micro_credential_id, definition.id, at - timedelta(days=9), at + timedelta(days=170)
    )
    await db.run("update application set state = 'submitted' where id = :id", id=application.id)
    id = await submissions.add(person, application, sorted(Promise), at, expected(at, "UTC", Target()))
    keys = [asked["key"] for _part, _kind, asked in catalogue.requirements(definition.content)]
    works = [
        FrozenWork(key, place, f"What was made for {key}", 5, "0" * 64)
        for place, key in enumerate((key for key in keys if key not in without), 1)
    ]
    await submissions.add_works(person, id, works)
    return (await submissions.submissions_by_id([id]))[id]


async def claims_it(reviewer: Person, submission: Submission) -> Claim:
    """Takes the first free place."""
    return await claiming.claim(reviewer, await entering.review_desk(reviewer), submission.number)


async def finds_complete(reviewer: Person, claim: Claim) -> None:
    """The first to claim looks whether all is there."""
    await judging.check(reviewer, claim, [])


def all_at(definition: Definition, level: str = "meets", **others: str) -> list[Said]:
    """This level on every criterion, another on those that are named, each below with its two remarks."""
    meets = {one.key for one in catalogue.levels(definition.content) if one.meets}
    found = []
    for one in catalogue.criteria(definition.content):
        chosen = others.get(one.key, level)
        short = chosen not in meets
        found.append(Said(one.key, chosen, f"Of {one.key} I saw little." if short else "", WORDS if short else ""))
    return found


async def recommends(reviewer: Person, submission: Submission, said: list[Said], to_approver: str = "") -> None:
    """Claims it, looks first where nobody has, and sends this."""
    claim = await claims_it(reviewer, submission)
    if not await db.value("select complete from completion_check where submission_id = :id", id=submission.id):
        await finds_complete(reviewer, claim)
    await judging.send(reviewer, claim, said, to_approver)


async def comes_back(
    approver, definition: Definition, submission: Submission, readers: Sequence[Person], to_approver: str = ""
) -> None:
    """Both find the first criterion short, the approver says which remark to follow, and its earner is told."""
    key = all_at(definition)[0].criterion_key
    for reader in readers:
        await recommends(reader, submission, all_at(definition, **{key: "not_yet"}), to_approver)
    here = f"/approvals/{submission.number}"
    await presses(approver, here, f"{here}/sentences", **{f"follow-{key}": "Both remarks name the same thing."})
    await settling.tell(submission.id)


async def own_claim(reviewer: Person, submission: Submission) -> Claim:
    found = await claims.claim(reviewer, submission.number)
    assert found is not None
    return found


async def state_of(submission: Submission) -> str:
    """What is decided, whether its earner has heard of it or not."""
    return await db.value("select state from submission where id = :id", id=submission.id)


@asynccontextmanager
async def a_reading(app, desk, definition: Definition, name: str = "Rita Vogt"):
    """A reviewer in force with a browser."""
    person = await a_reviewer(desk, definition, name)
    async with signed_in_client(app, person) as client:
        client.person = person
        yield client


async def presses(client, page: str, action: str, **fields: str):
    """Send the form of a page that goes to `action`, with what is hidden in it."""
    html = (await client.get(page)).text
    return await client.post(action, data=form_in(html, action) | fields)


def numbers_in(html: str) -> list[str]:
    """The attempts that a queue offers, in their order."""
    return re.findall(r'action="/reviews/([0-9A-HJKMNP-TV-Z]{12})/claims"', html)
