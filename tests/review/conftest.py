"""A definition, its issuer's approver, and who carries the mail."""

import pytest_asyncio

from community import jobs
from community.config import settings
from community.people import routes as people
from community.people.queries import people_by_id
from tests.support.catalogue import a_definition
from tests.support.people import signed_in_client
from tests.support.reviewing import an_approver


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
    desk = await an_approver()
    person = (await people_by_id([desk.person_id]))[desk.person_id]
    async with signed_in_client(app, person) as client:
        client.desk, client.person = desk, person
        yield client
