"""What everything there stands on: two cohorts, who asks, and the numbers of what there is."""

from contextlib import asynccontextmanager, suppress
from typing import Any

from community import db
from community.catalogue.queries import Definition
from community.people.codes.queries import Code
from tests.support.cohorts import Made
from tests.support.roles import Asker


class World:
    """Two cohorts of two locals of one state: `here`, which everybody asks about, and `there`, of the sibling."""

    def __init__(self, here: Made, there: Made, definition: Definition) -> None:
        self.here, self.there, self.definition = here, there, definition
        self.askers: dict[str, Asker] = {}
        self.ids: dict[str, Any] = {}  # what stands in the places of an address, of what is here
        self.other: dict[str, Any] = {}  # the same of what is there
        self.named: dict[str, Any] = {}  # further ones, which a row of the table calls by name
        self.codes: dict[str, Code] = {}  # by purpose; a new address's is the asker's own


@asynccontextmanager
async def undone():
    """What is done inside is taken back at the end: the next one asks the same world."""

    class Back(Exception):
        pass

    with suppress(Back):
        async with db.transaction():
            yield
            raise Back
