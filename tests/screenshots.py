"""README's two pictures: the board of the sample cohort in light and in dark, with three people at it."""

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from tests.support.browsers import NAMES
from tests.support.servers import ROOT, serve, start_command

PICTURES = {"light": ROOT / "docs" / "board-light.png", "dark": ROOT / "docs" / "board-dark.png"}
MOST = 300_000  # bytes: README is read over slow lines too
SIZE = {"width": 1440, "height": 1100}
AT_THE_BOARD = ("participant", "participant, second", "facilitator")


async def take() -> None:
    """Sample content in a folder of its own, a server on it, three people before their browsers."""
    with _folder() as data:
        made = await _demo(data)
        board = f"/cohorts/{made['cohorts'][0]['id']}/board"
        people = {account["role"]: account for account in made["accounts"]}
        async with serve(ROUNDTABLE_DATA=data) as server, async_playwright() as playwright:
            found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
            options = ["--no-sandbox", "--disable-dev-shm-usage"]
            browser = await playwright.chromium.launch(executable_path=found, args=options)
            pages = [await _sits_down(browser, server.url, people[role], board) for role in AT_THE_BOARD]
            await expect(pages[0].locator(".cohort-bar [data-here-count]")).to_have_text(str(len(pages)))
            for scheme, picture in PICTURES.items():
                await pages[0].emulate_media(color_scheme=scheme, reduced_motion="reduce")
                await pages[0].screenshot(path=picture)
                size = picture.stat().st_size
                assert size < MOST, f"{picture.name} has {size} bytes"
                print(f"{picture.relative_to(ROOT)}: {size // 1000} kB")
            await browser.close()


@contextlib.contextmanager
def _folder():
    """A data folder that the database's own account can reach, also for root."""
    with tempfile.TemporaryDirectory(prefix="roundtable-pictures-") as above:
        Path(above).chmod(0o755)
        yield f"{above}/data"


async def _demo(data: str) -> dict:
    process = await start_command("demo", "--json", ROUNDTABLE_DATA=data)
    said = (await process.communicate())[0].decode()
    if process.returncode:
        raise SystemExit(said)
    return json.loads(said[said.index("{") :])


async def _sits_down(browser: Browser, base: str, account: dict, path: str) -> Page:
    page = await (await browser.new_context(viewport=SIZE)).new_page()
    await page.goto(f"{base}/sign-in?next={path}")
    await page.fill("input[name=email]", account["email"])
    await page.fill("input[name=password]", account["password"])
    await page.locator("main button[type=submit]").first.click()
    await page.wait_for_url(f"**{path}")
    await expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    return page


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python3 run screenshots", description=__doc__).parse_args()
    asyncio.run(take())
