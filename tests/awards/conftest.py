"""Ana, and a micro-credential that can be earned."""

import pytest_asyncio

from tests.support.catalogue import a_definition
from tests.support.people import make_person, signed_in_client


@pytest_asyncio.fixture
async def definition(app):
    return await a_definition("FA-01")


@pytest_asyncio.fixture
async def ana(app):
    return await make_person("Ana Torres")


@pytest_asyncio.fixture
async def at_home(app, ana):
    """Ana's browser."""
    async with signed_in_client(app, ana) as client:
        yield client
