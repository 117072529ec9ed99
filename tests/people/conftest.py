"""The doors of people alone, and one who carries the mail."""

import pytest_asyncio

from community import jobs
from community.config import settings
from community.people import routes as people


@pytest_asyncio.fixture(scope="module")
async def postman(database_url):
    """Mails are sent by the real queue, into the folder."""
    async with jobs.Worker(settings().database_url, people.jobs, {}).running():
        yield
