"""Talk for tests: posts and pages as a browser has them."""

import re
from html import unescape
from uuid import uuid4

from community.cohorts import queries as cohorts
from community.discussion import actions, queries
from community.discussion.queries import Channel, Message


async def the_channel(member, spot: str = "general") -> Channel:
    """As this member's side list has it: general, announcements, of-talk_plan."""
    seat = await cohorts.seat(member.person, member.seat.cohort_id)
    return next(one for one in await queries.channels(seat, await cohorts.cohort(seat)) if one.spot == spot)


async def says(member, text: str, spot: str = "general", thread: Message | None = None) -> Message:
    """Post by the action itself."""
    seat = await cohorts.seat(member.person, member.seat.cohort_id)
    return await actions.post(seat, await cohorts.cohort(seat), await the_channel(member, spot), text, uuid4(), thread)


async def posts(member, text: str, spot: str = "general", key: str = "", htmx: bool = True):
    """Post over HTTP, as the page does (htmx) or as a plain form; the answer."""
    channel = await the_channel(member, spot)
    headers = {"hx-request": "true"} if htmx else {}
    member.client.headers.update(headers)
    try:
        return await member.posts(f"{channel.address}/messages", text=text, post_key=key or str(uuid4()))
    finally:
        for name in headers:
            del member.client.headers[name]


def said(html: str) -> list[str]:
    """The texts of the messages on a page, without tags, in order."""
    bodies = re.findall(r'<div class="body">(.*?)</div>', html, re.S)
    return [unescape(re.sub(r"<[^>]+>", "", body)).strip() for body in bodies]
