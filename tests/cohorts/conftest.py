"""Who opens cohorts in these tests, and one who carries the mail."""

import pytest
import pytest_asyncio

from community import jobs
from community.affiliates import actions as affiliates
from community.cohorts import routes as cohorts
from community.config import settings
from community.people import routes as people
from tests.support.cohorts import Member, a_local
from tests.support.people import make_person, signed_in_client


@pytest_asyncio.fixture(scope="module")
async def postman(database_url):
    """Mails are sent by the real queue, into the folder."""
    mails = people.jobs | {"cohorts.invitation": cohorts.jobs["cohorts.invitation"]}
    async with jobs.Worker(settings().database_url, mails, {}).running():
        yield


@pytest.fixture
async def olga(app):
    """An organizer with a local of her own, and her browser."""
    local, person = await a_local(), await make_person("Olga Ruiz")
    await affiliates.give_desk(person, "organizer", local)
    async with signed_in_client(app, person) as client:
        member = Member(person, None, client)
        member.local = local
        yield member
