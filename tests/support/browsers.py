"""A real Chromium, two people each with a context of their own, and axe-core."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
import pytest_asyncio
from playwright import async_api

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
AXE = Path(find_spec("axe_playwright_python").submodule_search_locations[0]) / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Nothing but violations: to write down all that is well takes axe four times as long on a large page.
RUN = """([runOnly, rules]) => axe.run(document, {runOnly, rules, resultTypes: ["violations"]})
    .then((found) => found.violations)"""


@pytest_asyncio.fixture(scope="session")
async def browser():
    """Skips, with one visible line, where there is no browser; with REQUIRE_BROWSER that is a failure."""
    async_api.expect.set_options(timeout=60_000)  # milliseconds: a busy machine is given time
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    async with async_api.async_playwright() as playwright:
        try:
            options = ["--no-sandbox", "--disable-dev-shm-usage"]  # for root, and for containers
            chromium = await playwright.chromium.launch(executable_path=found, args=options)
        except async_api.Error as problem:
            give_up = pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip
            give_up(
                "browser tests need Chromium: install Chrome, or run .venv/bin/playwright install chromium "
                f"({problem.message.splitlines()[0]})"
            )
        yield chromium
        await chromium.close()


async def axe(page, *without: str) -> list[str]:
    """What axe-core finds wrong with the page: one line a violation, with the first element it stands in."""
    if not await page.evaluate("Boolean(window.axe)"):
        await page.evaluate(AXE.read_text("utf-8"))
    found = await page.evaluate(RUN, [RULES, {rule: {"enabled": False} for rule in without}])
    return [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:160]}" for v in found]
