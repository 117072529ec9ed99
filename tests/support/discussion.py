"""Talk for tests: posts and pages as a browser has them."""

import re
from html import unescape
from uuid import uuid4

from community import db
from community.cohorts import queries as cohorts
from community.discussion import actions, queries
from community.discussion.attachments.actions import KEEPER, Brought
from community.discussion.attachments.rules import described
from community.discussion.pointing.targets import targets
from community.discussion.private import actions as private
from community.discussion.queries import Channel, Message
from community.uploads import keeping, looking


async def the_channel(member, spot: str = "general") -> Channel:
    """As this member's side list has it: general, announcements, of-talk_plan, or a topic's name."""
    seat = await cohorts.seat(member.person, member.seat.cohort_id)
    channels = await queries.channels(seat, await cohorts.cohort(seat))
    return next(one for one in channels if spot in (one.spot, one.name))


async def says(
    member, text: str, spot: str = "general", thread: Message | None = None, files=(), about: str = ""
) -> Message:
    """Post by the action itself; `about` is as the form sends it: talk_plan, talk_plan 2.1"""
    seat = await cohorts.seat(member.person, member.seat.cohort_id)
    cohort, channel = await cohorts.cohort(seat), await the_channel(member, spot)
    (target,) = [one for one in await targets(cohort.definition_version_id) if one.name == about] or [None]
    return await actions.post(seat, cohort, channel, text, uuid4(), thread, files, target)


async def writes_to(member, other, text: str) -> Message:
    """Say something in the private thread of the two."""
    seat = await cohorts.seat(member.person, member.seat.cohort_id)
    (there,) = [one for one in await cohorts.members(seat) if one.person_id == other.person.id]
    return await private.write(seat, await cohorts.cohort(seat), there, text, uuid4())


async def posts(member, text: str, spot: str = "general", key: str = "", htmx: bool = True):
    """Post over HTTP, as the page does (htmx) or as a plain form; the answer."""
    return await sends(member, f"{(await the_channel(member, spot)).address}/messages", text, key, htmx)


async def replies(member, root: Message, text: str, htmx: bool = True):
    """Answer in a thread over HTTP."""
    return await sends(member, f"{root.address}/replies", text, htmx=htmx)


async def sends(member, address: str, text: str, key: str = "", htmx: bool = True):
    """Post a text with a post key."""
    if htmx:
        member.client.headers["hx-request"] = "true"
    try:
        return await member.posts(address, text=text, post_key=key or str(uuid4()))
    finally:
        member.client.headers.pop("hx-request", None)


async def edits(member, message: Message, text: str, version: int | None = None):
    """Change a message by its editor's form."""
    return await member.posts(f"{message.address}/versions", text=text, version=str(version or message.version))


async def reads(member, message: Message):
    """The marker, as discussion.js posts it when the newest message is seen."""
    return await member.posts(
        f"/cohorts/{message.cohort_id}/channels/{message.channel_id}/read-marker", message_id=str(message.id)
    )


async def unread(member) -> dict[str, int]:
    """What the side list says is unread: {channel: number}."""
    page = (await member.opens(f"/cohorts/{member.seat.cohort_id}/channels")).text
    counts = {}
    for line in re.finditer(r'<li id="channel-([\w-]+)"(.*?)</li>', page, re.S):
        number = re.search(r'<span class="count"( hidden)?>.*?data-count>(\d+)', line[2], re.S)
        counts[line[1]] = 0 if number[1] else int(number[2])
    assert "general" in counts, "the page has a list of channels"
    return {spot: number for spot, number in counts.items() if number}


async def now(message: Message) -> Message:
    """The same as it is now."""
    return (await queries.messages_by_id([message.id]))[message.id]


async def how_many(cohort) -> int:
    """Messages of a cohort, however hidden."""
    return await db.value(
        "select count(*) from message join channel on channel.id = channel_id where cohort_id = :id", id=cohort.id
    )


def said(html: str) -> list[str]:
    """The texts of the messages on a page, without tags, in order."""
    shown = re.sub(r"<template.*?</template>", "", html, flags=re.S)
    bodies = re.findall(r'<div class="body[^>]*>(.*?)</div>', shown, re.S)
    return [unescape(re.sub(r"<[^>]+>", "", body)).strip() for body in bodies]


async def brought(name: str, content: bytes, alt: str = "Six tables") -> Brought:
    """A file for `says`, as it came with a form."""

    async def pieces():
        yield content

    taken = await keeping.take_in(name, pieces())
    return Brought(taken, described(taken.kind.group, alt, decorative=False))


async def files_looked_at() -> None:
    """The worker looks at all that has come with messages."""
    sql = "select id from upload where state = 'checking' and message_id is not null order by id limit 100"
    for row in await db.many(dict, sql):
        await looking.look_at_file(KEEPER, {"upload": row["id"]})
