"""A definition, its issuer's approver, and who carries the mail."""

import pytest_asyncio

from community import jobs
from community.config import settings
from community.people import routes as people
from tests.support.catalogue import a_definition
from tests.support.reviewing import an_approver_signed_in


@pytest_asyncio.fixture(scope="module")
async def postman(database_url):
    async with jobs.Worker(settings().database_url, people.jobs, {}).running():
        yield


@pytest_asyncio.fixture
async def definition(app):
    return await a_definition("EL-02")


@pytest_asyncio.fixture
async def vera(app, definition):
    """An approver at her desk, and her browser."""
    async with an_approver_signed_in(app) as client:
        yield client
