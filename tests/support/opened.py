"""A result that its earner opens to people of her cohort, for tests."""

import re

from community.submissions.opening import actions, queries
from tests.support.attempts import CODE, falls_short, has_submitted, makes_all, opens_a_window
from tests.support.catalogue import a_definition
from tests.support.people import form_in


async def comes_back(member, *short: str):
    """All that this member made is submitted, and falls short in these requirements."""
    definition = await a_definition(CODE)
    await makes_all(member.person, definition)
    await opens_a_window(member.person, definition)
    submission = await has_submitted(member.person)
    await falls_short(submission, definition, *(short or ("talk_plan",)))
    return submission


def form_of(submission) -> str:
    return f"{submission.address}/result/openings"


async def opens_it(member, submission, *to, **fields):
    """Press "Open it" as the form stands, to these members."""
    page = (await member.opens(f"{form_of(submission)}/new")).text
    ticked = dict.fromkeys(re.findall(r'name="([^"]+)" value="yes" checked', page), "yes")
    until = re.search(r'name="until" type="date" value="([\d-]+)"', page)[1]
    chosen = ticked | {"until": until} | {f"to_{one.seat.id}": "yes" for one in to}
    return await member.client.post(form_of(submission), data=form_in(page, form_of(submission)) | chosen | fields)


async def newest(member, submission):
    """What this member opened last."""
    return (await queries.opened_of(member.person, submission))[0]


async def ends_it(member, opened) -> None:
    await actions.end(member.person, opened)


def part_of(html: str, id: str) -> str:
    """The words of a part of a page, from the element with this id on."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split(f'id="{id}"', 1)[1]))
