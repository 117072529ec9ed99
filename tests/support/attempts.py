"""Attempts for tests: all that EL-02 asks for, made by its author, and the page on which it is submitted."""

import re

from community.evidence import actions, queries
from tests.support.artifacts import a_pdf, attaches
from tests.support.evidence import joins_a_local, requirement_of, writes
from tests.support.people import form_in

CODE = "EL-02"
CHECK = f"/work/{CODE}/submissions/new"
SUBMIT = f"/work/{CODE}/submissions"
PROMISES = {"own": "yes", "names": "yes", "ready": "yes"}
WORD = "talking "


async def makes_all(person, definition) -> None:
    """Each text within its range, and a file with the second artifact, which wants two things."""
    for key in ("students", "demand", "structures", "talk_plan", "talk_record", "reflection"):
        asked = await requirement_of(definition, key)
        await writes(person, definition, key, WORD * (asked.min_words or 1))
    await attaches(person, definition, "talk_record", "record.pdf", a_pdf(pages=2))


async def opens_a_window(person, definition) -> None:
    await joins_a_local(person)
    await actions.start(person, definition)


async def submits(client, **fields):
    """Press Submit on the page as it stands, with all three promises or these `fields` instead."""
    page = (await client.get(CHECK)).text
    return await client.post(SUBMIT, data=form_in(page, SUBMIT) | (fields or PROMISES))


async def states(person) -> set[str]:
    """Of all her work there."""
    standing = await queries.standing(person, CODE)
    return {str(work.state) for work in standing.works.values()}


def number_in(location: str) -> str:
    return re.fullmatch(r"/submissions/([0-9A-HJKMNP-TV-Z]{12})", location).group(1)
