"""Ana, who has made all that is asked for, and whose window is open."""

import pytest_asyncio

from tests.support.attempts import CODE, makes_all, opens_a_window
from tests.support.catalogue import a_definition
from tests.support.people import make_person


@pytest_asyncio.fixture
async def definition(app):
    return await a_definition(CODE)


@pytest_asyncio.fixture
async def ana(definition):
    ana = await make_person("Ana Torres")
    await makes_all(ana, definition)
    await opens_a_window(ana, definition)
    return ana
