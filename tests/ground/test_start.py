"""`python3 run` alone: sample content into an empty database of our own, and never into another."""

import asyncio
import json
from pathlib import Path

from tests.support.servers import serve, start_command


def accounts(server) -> list[str]:
    """The lines that say who can sign in."""
    return [line for line in server.said if "@sample.example" in line]


def marks(data: Path) -> set[str]:
    """What the data folder knows of sample content."""
    return {file.name for file in data.glob("sample-data*")}


async def test_a_first_start_that_is_stopped_halfway_begins_anew_and_the_next_one_tells_the_same(data, database_url):
    own = {"DATABASE_URL": ""}
    stopped = await start_command("start", "--port", "0", "--data", str(data), **own)
    async with asyncio.timeout(120):
        while not marks(data):
            assert stopped.returncode is None
            await asyncio.sleep(0.02)
        stopped.terminate()
        await stopped.communicate()
    assert stopped.returncode == 0 and marks(data) == {"sample-data.part"}
    async with serve("--data", str(data), command="start", **own) as server:
        first = accounts(server)
        assert len(first) >= 5 and marks(data) == {"sample-data"}
    async with serve("--data", str(data), command="start", **own) as server:
        assert accounts(server) == first
        assert "Making sample content (once) …\n" not in server.said
    again = await start_command("demo", "--json", "--data", str(data), **own)
    said = (await again.communicate())[0].decode()
    assert again.returncode == 1 and said.startswith("There are people in this database.")


async def test_a_database_that_was_given_is_not_filled_unasked_but_when_asked(data, database_url):
    async with serve("--data", str(data), command="start") as server:
        assert accounts(server) == []
    assert marks(data) == set()
    asked = await start_command("demo", "--json", "--data", str(data))
    async with asyncio.timeout(300):
        made = json.loads((await asked.stdout.read()).decode())
        await asked.wait()
    assert {"role", "name", "email", "password"} <= made["accounts"][0].keys()


async def test_outside_of_this_machine_there_is_no_sample_content(data, database_url):
    outside = {"ROUNDTABLE_BASE_URL": "https://roundtable.example", "ROUNDTABLE_MOVE_CLOCK": ""}
    refused = await start_command("demo", "--data", str(data), **outside)
    said = (await refused.communicate())[0].decode()
    assert refused.returncode == 1 and said.startswith("Sample content is for this machine only")
