"""An address to which no mail is sent any more, and its owner hears of it in the app."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from community import clock, db, events
from community.config import settings
from community.people.bounces import queries, reading
from community.people.bounces.reading import Bounce
from community.people.bounces.rules import Why

log = logging.getLogger("roundtable.bounces")

AT_ONCE = 200  # files of one run
# await takes(detail): whether it knew what to do upon a mail to our address+DETAIL; the roof fills it.
TAKES: dict[str, Callable[[str], Awaitable[bool]]] = {}
KINDS = {Why.COMPLAINT: "mail.complained"}  # and for all else: mail.refused


async def take_in(bounce: Bounce) -> None:
    """In the transaction at hand, or in one of its own: the address rests, and whose it is hears of it once."""
    async with db.transaction():
        await refuse(bounce.address, bounce.why, None)


async def refuse(address: str, why: Why, owner_id: int | None) -> None:
    """In the transaction at hand. `owner_id`: who hears of it also where the address is known to take nothing."""
    owner_id = await queries.public_set_refused(address, why, clock.now()) or owner_id
    if owner_id:
        events.record(KINDS.get(why, "mail.refused"), f"person:{owner_id}", about=owner_id)


async def look(payload: dict) -> None:
    """The job `people.bounces`: what has come into the folder of mail that came back, each file once.

    A Maildir: files in `new` are taken in, and put into `cur` as seen. A worker killed between the two does it again,
    and finds the address at rest already.
    """
    await queries.forget_by_id(clock.now() - timedelta(days=1))
    folder = settings().bounces
    if folder:
        for file in await asyncio.to_thread(_waiting, folder):
            if not await _is_known(await asyncio.to_thread(_start_of, file)):
                log.info("%s is no report of a mail of ours that came back, and stops nothing", file.name)
            await asyncio.to_thread(_put_aside, file, folder)


async def take_in_reported(report_id: str, bounces: list[Bounce], at: datetime) -> None:
    """What a mail service reports at our door, once however often it comes."""
    async with db.transaction():
        if await queries.add_report_by_id(report_id, at):
            for bounce in bounces:
                await refuse(bounce.address, bounce.why, None)


async def _is_known(raw: bytes) -> bool:
    """A report of a mail that came back, or a mail to our address with a word behind its plus: then it is done."""
    bounce = reading.read(raw)
    if bounce:
        await take_in(bounce)
    return bool(bounce) or any([await takes(detail) for takes in TAKES.values() for detail in reading.behind_plus(raw)])


def _waiting(folder: Path) -> list[Path]:
    new = folder / "new"
    return sorted(one for one in new.iterdir() if one.is_file())[:AT_ONCE] if new.is_dir() else []


def _start_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(reading.LARGEST + 1)


def _put_aside(file: Path, folder: Path) -> None:
    (folder / "cur").mkdir(exist_ok=True)
    file.rename(folder / "cur" / f"{file.name.partition(':')[0]}:2,S")
