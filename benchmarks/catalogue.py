"""Finding in a catalogue of 400 whole definitions: our search beside a plain scan with ILIKE, on one database."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable

from benchmarks.log import database
from benchmarks.settings import for_benchmarks

DEFINITIONS = 400
SEARCHES = ("talk", "exit tickets", "expected misunderstanding", "newcom", "exit tikets", "")
SCAN = """
select micro_credential.code from listing
join micro_credential on micro_credential.id = listing.micro_credential_id
where listing.title ilike :like or listing.competency ilike :like or listing.body ilike :like
order by micro_credential.code limit 2000
"""
PAGE, SEARCH, PLAIN = "a page found, filtered, counted, rendered", "our search alone", "a scan with ILIKE"


def catalogue(rounds: int = 9) -> None:
    """Milliseconds for one search, the median of several words; the scan knows no stems, ranks or misspellings."""
    print(f"a search in {DEFINITIONS} whole definitions (milliseconds, one reader)")
    with database() as url, for_benchmarks(DATABASE_URL=url, ROUNDTABLE_BASE_URL="https://127.0.0.1"):
        spent = asyncio.run(_run(rounds))
    for name, milliseconds in spent.items():
        print(f"  {name:<44}{milliseconds:8.2f} ms{milliseconds / spent[PLAIN]:8.2f} × ILIKE")


async def _run(rounds: int) -> dict[str, float]:
    from community import app, db
    from community.catalogue.shelves import queries
    from tests.support.catalogue import many_definitions
    from tests.support.servers import browser_like, lifespan

    made = app.make(work=False)
    async with lifespan(made), browser_like(made) as visitor:
        await many_definitions(DEFINITIONS)

        async def page(words: str) -> None:
            assert (await visitor.get("/catalogue", params={"q": words})).status_code == 200

        async def scan(words: str) -> None:
            await db.many(dict, SCAN, like=f"%{words}%")

        return {
            name: await _median(way, rounds)
            for name, way in {PAGE: page, SEARCH: queries.public_entries, PLAIN: scan}.items()
        }


async def _median(way: Callable[[str], Awaitable], rounds: int) -> float:
    spent = []
    for turn in range(rounds):
        for words in SEARCHES:
            begun = time.perf_counter()
            await way(words)
            if turn:  # the first one prepares its statement
                spent.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spent)
