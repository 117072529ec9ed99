"""Look whether everything that Roundtable needs is there, and say so in plain sentences."""

import asyncio
import json
from collections.abc import Iterator

from community.commands import database
from community.commands.doctor import ledger, machine, neighbours
from community.commands.doctor.findings import Finding, State, broken
from community.config import CannotStart


def doctor(as_json: bool) -> int:
    """Print one sentence for each thing; 1 if something must be done. Leaves everything as it is."""
    sick, told = False, []
    for finding in look():
        if not as_json:
            print(f"{finding.state:<6}  {finding.says}", flush=True)
        told.append({"about": finding.about, "state": finding.state.lower(), "says": finding.says})
        sick = sick or finding.state is State.BROKEN
    if as_json:
        print(json.dumps(told, indent=1), flush=True)
    return int(sick)


def look() -> Iterator[Finding]:
    yield from machine.look()
    yield from asyncio.run(neighbours.look())
    try:
        with database.running():
            yield from database.asked(ledger.look())
    except CannotStart as problem:
        yield broken("database", str(problem))
