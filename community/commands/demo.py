"""Fill an empty database with a believable world, and say who can sign in."""

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import asyncpg

from community import db
from community.config import CannotStart, sample_mark, settings


class NoDemo(CannotStart):
    """Why no sample content is made here: a sentence."""


async def demo(as_json: bool) -> None:
    """Build the world and print it. Only into a database without people, and after `allow`."""
    from community.demo import world  # what it needs is wanted nowhere else

    if await has_people():
        raise NoDemo("There are people in this database. Sample content goes into an empty one: choose it with --data.")
    _half_made().touch()
    made = await world.make()
    sample_mark(settings().data).write_text(json.dumps(made, indent=1))
    keep_as_it_is()
    print(json.dumps(made, indent=1) if as_json else in_words(made), flush=True)


async def scale(locals_: int | None, cohorts: int | None, events: int | None, as_json: bool) -> None:
    """A database as large as the union, for who measures: only into one without people, and after `allow`."""
    from community import app
    from community.demo.scale import log, making
    from community.demo.scale.rules import Size

    if await has_people():
        raise NoDemo("There are people in this database. Sample content goes into an empty one: choose it with --data.")
    asked = {"locals": locals_, "cohorts": cohorts, "events": events}
    size = Size(**{name: number for name, number in asked.items() if number is not None})
    if min(size.locals, size.cohorts) < 1:
        raise NoDemo("There is at least one local and one cohort.")
    try:
        log.moves_of(size)
    except log.TooFew as why:
        raise NoDemo(str(why)) from None
    _half_made().touch()
    say = partial(print, file=sys.stderr, flush=True) if as_json else partial(print, flush=True)
    made = await making.make(size, sorted(app.merged("followers")), say)
    sample_mark(settings().data).write_text(json.dumps(made, indent=1))
    keep_as_it_is()
    print(json.dumps(made, indent=1) if as_json else in_words(made), flush=True)


def allow() -> None:
    """Let this process move its clock, on this machine only."""
    if not settings().on_loopback:
        raise NoDemo(
            "Sample content is for this machine only, and ROUNDTABLE_BASE_URL or ROUNDTABLE_HOST lets others in."
        )
    os.environ["ROUNDTABLE_MOVE_CLOCK"] = "yes"
    settings.cache_clear()


async def has_people() -> bool:
    return await db.value("select exists(select 1 from person)")


def demo_apart() -> None:
    """Run `demo` on our database as a process of its own, since it moves its clock."""
    print("Making sample content (once) …", flush=True)
    command = [sys.executable, "-m", "community", "demo"]
    if subprocess.run(command).returncode:
        raise NoDemo("The sample content could not be made; what there is of it goes at the next start.")


async def empty_if_half_made() -> None:
    """Of our own database: take away what a demo that was stopped halfway left, as if it had never begun."""
    if _half_made().exists():
        connection = await asyncpg.connect(settings().database_url)
        try:
            await connection.execute("drop schema public cascade; create schema public")
        finally:
            await connection.close()
        keep_as_it_is()


def keep_as_it_is() -> None:
    """From here on people work with what there is, so nothing of it is taken away."""
    _half_made().unlink(missing_ok=True)


def in_words(made: dict) -> str:
    """Who can sign in, one a line, and what a fee can be paid with."""
    accounts = made["accounts"]
    role, email = (max(len(each[column]) for each in accounts) for column in ("role", "email"))
    lines = [f"  {each['role']:<{role}}  {each['email']:<{email}}  {each['password']}" for each in accounts]
    further = [f"A voucher to try: {made['voucher']}"] if "voucher" in made else [f"To look at: {made['insights']}"]
    return "\n".join(["Sample accounts (role, e-mail, password):", *lines, *further])


def _half_made() -> Path:
    return settings().data / "sample-data.part"
