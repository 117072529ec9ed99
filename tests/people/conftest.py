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


@pytest_asyncio.fixture(scope="module")
async def app(database_url):
    from starlette.routing import Router

    from community import assets, db
    from community.doors import Doors
    await db.open(settings().database_url)
    made = Doors(Router([*people.routes, *assets.routes], redirect_slashes=False))
    made.state = {}
    yield made
    await db.close()
