"""Fill an empty database with a believable world, and say who can sign in."""

import json
import os
import subprocess
import sys

from community import db
from community.config import CannotStart, sample_mark, settings


class NoDemo(CannotStart):
    """Why no sample content is made here: a sentence."""


async def demo(as_json: bool) -> None:
    """Build the world and print it. Only on this machine, and only into a database without people."""
    from community.demo import world  # what it needs is wanted nowhere else

    if not settings().on_loopback:
        raise NoDemo(
            "Sample content is for this machine only, and ROUNDTABLE_BASE_URL or ROUNDTABLE_HOST lets others in."
        )
    if await has_people():
        raise NoDemo("There are people in this database. Sample content goes into an empty one: choose it with --data.")
    made = await world.make()
    sample_mark(settings().data).write_text(json.dumps(made, indent=1))
    print(json.dumps(made, indent=1) if as_json else in_words(made), flush=True)


async def has_people() -> bool:
    return await db.value("select exists(select 1 from person)")


def demo_apart(data: str) -> None:
    """Run `demo` as a process of its own, since it moves its clock."""
    command = [sys.executable, "-m", "community", "demo", "--data", data]
    subprocess.run(command, env=os.environ | {"ROUNDTABLE_MOVE_CLOCK": "yes"}, check=True)


def in_words(made: dict) -> str:
    """Who can sign in, one a line."""
    lines = [f"  {each['role']:<24} {each['email']:<36} {each['password']}" for each in made["accounts"]]
    return "\n".join(["Sample accounts (role, e-mail, password):", *lines])
