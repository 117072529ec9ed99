"""Definitions for tests: the examples that come with the product, imported by the real import."""

import csv
import re
from pathlib import Path

from community.affiliates import actions as affiliates
from community.catalogue import actions, queries
from community.catalogue.importing import reading
from community.catalogue.queries import Definition

ROOT = Path(__file__).parents[2] / "community"
EXAMPLES = ROOT / "catalogue" / "data" / "examples"
ISSUERS = ROOT / "affiliates" / "data" / "issuers.csv"


async def a_definition(code: str = "EL-02") -> Definition:
    """The published definition with this code, one of the fourteen; imported when it is first asked for."""
    found = await queries.public_definition(code)
    if found is None:
        await the_issuers()
        await actions.take_in([reading.read(file_of(code))], publish=True)
        found = await queries.public_definition(code)
    return found


async def the_issuers() -> None:
    """The three invented issuers of the examples."""
    with ISSUERS.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            await affiliates.make_issuer(row["slug"], row["name"])


def file_of(code: str) -> Path:
    """The example with this code."""
    return next(
        file for file in sorted(EXAMPLES.glob("*.yaml")) if re.search(rf"^code: {code}$", file.read_text("utf-8"), re.M)
    )
