"""Feedback for tests, over HTTP as pages of ours do it: asking, taking, pinning, sending."""

import re
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from community import clock
from community.evidence import queries as works
from community.feedback.requests import queries as requests
from tests.support.evidence import writes

KEY = "talk_plan"
DRAFT = "Students say, ask and revise.\n\nThe last frame is printed larger.\n\nI listen for revision, not for answers."


def in_days(days: int, zone: str = "America/Los_Angeles") -> str:
    return (clock.now().astimezone(ZoneInfo(zone)).date() + timedelta(days=days)).isoformat()


async def drafts(cohort, member, text: str = DRAFT, key: str = KEY):
    """A text for this requirement."""
    return await writes(member.person, await definition_of(cohort), key, text)


async def definition_of(cohort):
    from community.catalogue import queries as catalogue

    return await catalogue.public_definition(cohort.cohort.code)


async def asks(cohort, member, key: str = KEY, text: str = DRAFT, **fields):
    """She asks for feedback on a draft; the request."""
    work = await works.work(member.person, cohort.cohort.code, key)
    if text != work.text:
        await drafts(cohort, member, text, key)
    answer = await member.posts(f"/work/{cohort.cohort.code}/{key}/requests", **asking(**fields))
    assert answer.status_code == 303, answer.text[-3000:]
    return await newest_request(cohort, member, key)


def asking(**fields) -> dict[str, str]:
    """What is typed to ask."""
    usual = {
        "focus": "Is the purpose clear?", "off_limits": "Spelling", "protocol": "tag", "wanted": "2",
        "until": in_days(7), "asks": "cohort", "post_key": str(uuid4()),
    }
    return usual | fields


async def newest_request(cohort, member, key: str = KEY):
    work = await works.work(member.person, cohort.cohort.code, key)
    return (await requests.requests_of_work(member.person, work))[0]


async def takes(member, request, form: str = "whole"):
    return await member.posts(f"/feedback/{request.id}/readings", form=form)


async def pins(member, request, kind="warm", text="This line let me see it.", place="whole", **more):
    return await member.posts(
        f"/feedback/{request.id}/notes", kind=kind, text=text, place=place, post_key=str(uuid4()), **more
    )


async def sends(member, request):
    return await member.posts(f"/feedback/{request.id}/sending")


async def gives(member, request, **texts: str):
    """Take it, pin a warm note, a question and a cool one, and send them (TAG)."""
    await takes(member, request)
    usual = {"warm": "This line let me see it.", "question": "How would I know?", "cool": "You might try one."}
    for kind, text in (usual | texts).items():
        assert (await pins(member, request, kind, text)).status_code == 303
    answer = await sends(member, request)
    assert answer.status_code == 303, answer.text[-3000:]


def words_of(answer) -> str:
    """A page's main part as plain words."""
    main = answer.text.split("<main", 1)[-1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))
