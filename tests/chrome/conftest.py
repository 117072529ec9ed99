"""The site of the shell, over ASGI and in a real browser."""

import asyncio
from pathlib import Path

import pytest
import pytest_asyncio
import uvicorn
from jinja2 import ChoiceLoader, FileSystemLoader

from community import rendering
from community.config import settings
from tests.chrome.site import Site


@pytest.fixture(scope="module")
def own_templates(database_url, monkeypatch_module):
    """Beside the product's templates those of the site; marked as sample data, on plain http."""
    rendering._environment.cache_clear()
    made = rendering._environment

    def with_ours(language):
        jinja = made(language)
        if not isinstance(jinja.loader, ChoiceLoader):
            jinja.loader = ChoiceLoader([jinja.loader, FileSystemLoader(Path(__file__).parent / "templates")])
        return jinja

    monkeypatch_module.setattr(rendering, "_environment", with_ours)
    monkeypatch_module.setenv("ROUNDTABLE_BASE_URL", "http://127.0.0.1")
    monkeypatch_module.setenv("ROUNDTABLE_SAMPLE", "yes")
    settings.cache_clear()
    yield
    made.cache_clear()


@pytest.fixture
def site(database, own_templates):
    return Site()


@pytest_asyncio.fixture
async def site_url(site):
    """The site on a port of its own."""
    server = uvicorn.Server(uvicorn.Config(site.app, port=0, log_level="warning", lifespan="off", ws="none"))
    server.install_signal_handlers = lambda: None
    task = asyncio.create_task(server.serve())
    async with asyncio.timeout(60):
        while not server.started:
            await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await task
