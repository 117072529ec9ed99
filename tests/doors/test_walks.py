"""Everybody walks through all pages: looking changes nothing, no link leads to a shut door, drafts stay shut."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
import pytest_asyncio

from community import db
from tests.doors import table
from tests.doors.asking import address, ask, filled
from tests.support.roles import EVERYBODY, SECRETS
from tests.support.world import a_world

LINK = re.compile(r'<\w+(?![^>]*\shidden\b)[^>]*?\b(?:href|hx-get)="([^"]+)"[^>]*>')  # hidden: shown by a script
FORM = re.compile(r'<form[^>]*\baction="([^"]+)"[^>]*method="post".*?</form>', re.S)
BUTTON = re.compile(r'\b(?:hx-post|formaction)="([^"]+)"')
LEADERS = ("facilitator", "organizer", "above", "approver")  # who are shown e-mail addresses: those they asked at
MOST = 600  # pages of one walk
# How often somebody searched, when a sign-in was last seen, who opened whose draft or result (R49): written on looking.
# What a status list says is signed when it is first asked for.
COUNTS = {"spent", "session", "draft_opening", "let_in_opening", "result_look", "status_list"}
# That a result was looked at is told to its earner at once.
TOLD = {"event": "where kind <> 'result.read'", "topic": "where name not like 'opened:%'"}


@pytest_asyncio.fixture(scope="module")
async def world(app):
    async with a_world(app) as made:
        yield made


@pytest.mark.parametrize("role", EVERYBODY)
async def test_a_walk_through_all_pages(world, role):
    asker = world.askers[role]
    before = await everything()
    pages, broken, buttons = {}, [], set()
    waiting = ["/"]
    while waiting and len(pages) < MOST:
        where = waiting.pop(0)
        answer = await asker.gets(where)
        pages[where] = answer.text
        if answer.status_code not in (200, 303):
            broken.append(f"{where}: {answer.status_code}, linked from {linked_from(pages, where)}")
        found = [*LINK.findall(answer.text), answer.headers.get("location", "")]
        buttons |= {urljoin(where, unescape(to)) for to in [*FORM.findall(answer.text), *BUTTON.findall(answer.text)]}
        for to in (urljoin(where, unescape(link)).split("#")[0] for link in found if link):
            if to.startswith("/") and not to.startswith(("/static/", "/mail")) and to not in {*pages, *waiting}:
                waiting.append(to)
    assert len(pages) > 5, "the premise: there are pages to walk through"
    assert len(pages) < MOST, "the walk has an end"
    assert await everything() == before, "looking changes nothing (A22)"
    for path in buttons:
        answer = await ask(asker, "POST", path, typed(world, asker, path))
        if answer.status_code not in (200, 204, 303, 409, 422):
            broken.append(f"a button to {path}: {answer.status_code}")
    assert not broken, "\n" + "\n".join(broken)
    addresses = [member.person.email for member in world.here.members.values() if member.person != asker.person]
    met = {address for address in addresses if any(address in text for text in pages.values())}
    assert bool(met) == (role in LEADERS), "addresses are for who leads"
    others = {secret: who for who, secret in SECRETS.items() if who != role}
    read = [(where, who) for where, text in pages.items() for secret, who in others.items() if secret in text]
    let_in = [(f"/cohorts/{world.here.id}/today/{world.named['lets']}/drafts/{world.ids['key']}", "author")]
    allowed = let_in if role == "facilitator" else []
    assert read == allowed, "a draft is read by its author, and by whom she let in (A4, R64)"
    assert (SECRETS[role] in "".join(pages.values())) == (role != "visitor"), "the premise: one's own is shown"


@pytest.mark.parametrize("role", ["visitor", "stranger", "participant", "facilitator", "organizer"])
async def test_a22_head_answers_like_get_and_changes_nothing(world, role):
    asker, before = world.askers[role], await everything()
    for row in (row for row in table.rows() if row.method == "GET"):
        where = address(world, asker, row.pattern)
        look, head = await asker.gets(where), await asker.client.head(where)
        assert head.status_code == look.status_code, row.name
        assert head.content == b""
    assert await everything() == before


async def everything() -> dict[str, str]:
    """A fingerprint of each table, but for what only counts."""
    names = await db.many(
        dict, "select tablename from pg_tables where schemaname = 'public' order by tablename limit 200"
    )
    sql = "select md5(coalesce(string_agg(cast(one as text), ' ' order by cast(one as text)), '')) from {} as one {}"
    tables = [row["tablename"] for row in names if row["tablename"] not in COUNTS]
    return {table: await db.value(sql.format(table, TOLD.get(table, ""))) for table in tables}


def typed(world, asker, path: str) -> dict:
    """What somebody would type into the form that goes there."""
    for row in table.rows():
        pattern = re.escape(row.pattern).replace(r"\{", "{").replace(r"\}", "}")
        if row.method == "POST" and re.fullmatch(re.sub(r"{\w+}", "[^/]+", pattern), urlsplit(path).path):
            return filled(world, asker, row.pattern)
    raise AssertionError(f"a form goes to {path}, where there is no door")


def linked_from(pages: dict[str, str], where: str) -> str:
    return next((page for page, text in pages.items() if f'"{where}' in unescape(text)), "nowhere")
