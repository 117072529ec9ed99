"""Ana, who works alone on a micro-credential, and her browser."""

import pytest_asyncio

from tests.support.catalogue import a_definition
from tests.support.people import make_person, signed_in_client


@pytest_asyncio.fixture
async def definition(app):
    return await a_definition("EL-02")


@pytest_asyncio.fixture
async def ana(app, definition):
    return await make_person("Ana Torres")


@pytest_asyncio.fixture
async def at_home(app, ana):
    async with signed_in_client(app, ana) as client:
        yield client
