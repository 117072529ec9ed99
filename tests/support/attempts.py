"""Attempts for tests: all that EL-02 asks for, made by its author, and the page on which it is submitted."""

import re
from collections.abc import Collection

from community import clock, db
from community.catalogue import queries as catalogue
from community.evidence import actions, queries
from community.submissions import actions as submitting
from community.submissions import queries as submissions
from community.submissions import settling
from community.submissions.rules import Decided, Missing, Promise, Remark, State, Verdict
from tests.support.artifacts import a_pdf, attaches
from tests.support.evidence import joins_a_local, requirement_of, writes
from tests.support.people import form_in

CODE = "EL-02"
CHECK = f"/work/{CODE}/submissions/new"
SUBMIT = f"/work/{CODE}/submissions"
PROMISES = {"own": "yes", "names": "yes", "ready": "yes"}
AGAIN = {"note": "The plan now says which two students need which frame."}
AT_ONCE = {"at_once": "yes"}  # the result, whatever hour it is
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
    return await client.post(SUBMIT, data=form_in(page, SUBMIT) | (fields or PROMISES | AT_ONCE))


async def states(person) -> set[str]:
    """Of all her work there."""
    standing = await queries.standing(person, CODE)
    return {str(work.state) for work in standing.works.values()}


def number_in(location: str) -> str:
    return re.fullmatch(r"/submissions/([0-9A-HJKMNP-TV-Z]{12})", location).group(1)


# --- what a desk decides, as review hands it down ---

NOTE = "The plan now says which two students need which frame."  # of a first attempt none is kept
SAW = "The plan names supports for all learners; it does not say which learner needs which."
WOULD_MEET = "Choose two students, describe what each can do now, and show the frame you would hand to each."


async def has_submitted(person, code: str = CODE, at_once: bool = True) -> submissions.Submission:
    """All of it, as its author has made it."""
    number = await submitting.submit(person, code, list(Promise), at_once, NOTE)
    return await submissions.submission(person, number)


async def verdicts(definition, short: Collection[str] = (), stays: Collection[str] = ()) -> tuple[Verdict, ...]:
    """Two readers on each criterion: all met, but for the first of each of these requirements.

    What `stays` was not read again.
    """
    found = []
    for requirement in await catalogue.public_requirements(definition.id):
        for place, criterion in enumerate(requirement.prompt.get("criteria", [])):
            met = requirement.key not in short or place > 0
            level = next(one["key"] for one in definition.content["level_scale"] if one["meets"] is met)
            remarks = () if met else tuple(Remark(reader, level, SAW, WOULD_MEET) for reader in (1, 2))
            rest = requirement.key in stays
            found.append(Verdict(requirement.key, criterion["key"], met, level, rest, () if rest else remarks))
    return tuple(found)


async def settles(submission, decided: Decided) -> None:
    """The desk decides, now."""
    async with db.transaction():
        await settling.settle(submission.id, decided, clock.now())


async def falls_short(submission, definition, *short: str, stays: Collection[str] = ()) -> None:
    """Not Yet, by the first criterion of each of these requirements."""
    await settles(submission, Decided(State.NOT_YET, await verdicts(definition, short, stays)))


async def earns(submission, definition, stays: Collection[str] = ()) -> None:
    """Every criterion is met."""
    await settles(submission, Decided(State.EARNED, await verdicts(definition, stays=stays)))


async def comes_back_incomplete(submission, *keys: str) -> None:
    """Something is missing in each of these requirements."""
    missing = tuple(Missing(key, "The second page is empty.") for key in keys)
    await settles(submission, Decided(State.RETURNED_INCOMPLETE, missing=missing))
