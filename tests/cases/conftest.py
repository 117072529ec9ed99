"""Ana, a micro-credential, its issuer's approver, and a committee of three."""

import pytest_asyncio

from tests.support.cases import a_committee
from tests.support.catalogue import a_definition
from tests.support.people import make_person, signed_in_client
from tests.support.reviewing import an_approver_signed_in


@pytest_asyncio.fixture
async def definition(app):
    return await a_definition("EL-02")


@pytest_asyncio.fixture
async def vera(app, definition):
    """An approver at her desk, and her browser."""
    async with an_approver_signed_in(app) as client:
        yield client


@pytest_asyncio.fixture
async def committee(app, definition):
    return await a_committee("Cora One", "Carl Two", "Cleo Three")


@pytest_asyncio.fixture
async def ana(app):
    """Where she lives it is early when the day is over in London."""
    return await make_person("Ana Zimmerwald", time_zone="America/Los_Angeles")


@pytest_asyncio.fixture
async def hers(app, ana):
    """Ana's browser."""
    async with signed_in_client(app, ana) as client:
        client.person = ana
        yield client
