"""Finding a cohort near one: states, locals, words, and the page of an affiliate."""

import re
from datetime import date, time, timedelta
from html import unescape

import pytest
import pytest_asyncio

from community import clock, db
from community.affiliates import actions as affiliates
from community.affiliates import queries as rows
from community.finding.places import queries, rules
from tests.support.cohorts import a_cohort, a_local
from tests.support.people import make_person, signed_in_client
from tests.support.questions import questions_counted
from tests.support.servers import browser_like


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest_asyncio.fixture(scope="module", autouse=True)
async def places(app):
    national = await affiliates.make_affiliate("national", "Union of Educators", "national")
    for name, slug in (("Washington Education Union", "washington"), ("Oregon Educators", "oregon")):
        state = await affiliates.make_affiliate("state", name, slug, under=national, state_code=slug[:2].upper())
        for town in ("Cedar Valley", "Springfield", "Peñasco", "North Ridge"):
            where = f"{town} Teachers", f"{slug}-{town.split()[0].lower().replace('ñ', 'n')}"
            await affiliates.make_affiliate("local", *where, under=state, town=town)


async def finds(q: str, state: str = "") -> list[str]:
    return [one.slug for one in await queries.public_found(rules.search(q, state))]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("cedar valley", "oregon-cedar"),
        ("valley teachers cedar", "oregon-cedar"),
        ("cedar vall", "oregon-cedar"),
        ("Ceder Valey", "oregon-cedar"),
        ("sprngfeld", "oregon-springfield"),
        ("penasco", "oregon-penasco"),
        ("PEÑASCO", "oregon-penasco"),
        ("washington", "washington"),
    ],
)
async def test_what_one_means_comes_first(typed, first):
    assert (await finds(typed))[0] == first


async def test_words_that_nobody_has_find_nothing():
    assert await finds("qqzzxx") == []
    assert await finds("100%") == [] and await finds("_____") == [], "signs of a pattern are signs"


async def test_a_state_keeps_others_out_also_where_words_are_misspelt():
    assert await finds("cedar", "washington") == ["washington-cedar"]
    assert await finds("ceder vallei", "washington") == ["washington-cedar"]


async def test_from_state_to_local_to_cohort_without_an_account(app):
    local = await affiliates_of("washington-cedar")
    async with (
        a_cohort(app, "Ana", local=local, starts_on=date(2027, 1, 12), capacity=3) as cohort,
        browser_like(app) as visitor,
    ):
        await db.run(
            "update cohort set weekday = 1, meets_at = :at, meeting_weeks = '{1,2}', link = :link where id = :id",
            at=time(16, 30), link="https://meet.example/secret", id=cohort.id,
        )  # fmt: skip
        states = (await visitor.get("/find")).text
        assert 'href="/find/washington"' in states
        chosen = await visitor.get("/find?state=washington&q=cedar")
        assert chosen.headers["location"] == "/find/washington?q=cedar"
        state = (await visitor.get("/find/washington")).text
        assert 'href="/affiliates/washington-cedar"' in state and f'href="/groups/{cohort.cohort.slug}"' in state
        assert "1 cohort takes people" in words(state)

        page = (await visitor.get("/affiliates/washington-cedar")).text
        said = words(page)
        assert "Tuesday, 4:30 PM to 5:30 PM, Pacific Time" in said and "Tuesday, January 12, 2027" in said
        assert "2 of 3 seats left" in said and "On video" in said and "Everyone" in said
        assert f'href="/catalogue/{cohort.cohort.code}"' in page
        assert "secret" not in page and cohort.cohort.join_code not in page and "Ana" not in said


async def test_an_affiliate_shows_what_is_above_and_open_to_it(app):
    local = await a_local("Elm Ridge Educators")
    state = (await db.value("select slug from affiliate where id = :id", id=local.parent_id))
    above = await affiliates_of(state)
    async with a_cohort(None, local=above) as cohort, browser_like(app) as visitor:
        page = (await visitor.get(f"/affiliates/{local.slug}")).text
        assert "None just now" in words(page) and "Open to its members as well" in words(page)
        assert f'href="/groups/{cohort.cohort.slug}"' in page
        assert f'href="/groups/{cohort.cohort.slug}"' in (await visitor.get(f"/affiliates/{state}")).text


async def test_members_find_their_own_places_first(app):
    ana = await make_person("Ana Torres")
    await affiliates.enrol(ana, await affiliates_of("oregon-north"), clock.now().date() - timedelta(days=1))
    async with signed_in_client(app, ana) as client:
        page = (await client.get("/find")).text
        assert "Where I am a member" in page and 'href="/affiliates/oregon-north"' in page


NOWHERE = ("/find/nowhere", "/find/oregon-north", "/affiliates/nowhere", "/find/%00", "/groups/x")


@pytest.mark.parametrize("path", NOWHERE)
async def test_what_is_not_there(app, path):
    async with browser_like(app) as visitor:
        assert (await visitor.get(path)).status_code == 404


async def test_a_name_without_letters_of_a_code_and_a_long_search_are_nothing_special(app):
    async with browser_like(app) as visitor:
        for q in ("<b>", "' or 1=1 --", "x" * 500, "%25%5C"):
            answer = await visitor.get(f"/find?q={q}")
            assert answer.status_code == 200 and "<b>" not in answer.text


async def affiliates_of(slug: str):
    return await rows.public_affiliate(slug)


async def test_fourteen_thousand_locals_are_a_handful_of_questions(app, monkeypatch):
    await db.run(
        """
        insert into affiliate (kind, parent_id, name, slug, town)
        select 'local', (select id from affiliate where slug = 'oregon'), 'Local ' || n || ' Educators', 'many-' || n,
               'Town ' || n
        from generate_series(1, 14000) as n
        """
    )
    await db.value("vacuum analyze affiliate")
    by_words = await db.many(dict, "explain select id from affiliate where known_as like '%cedar%'")
    assert "affiliate_known_as" in str(by_words), "the index is asked, not every row"
    async with browser_like(app) as visitor:
        searches = ("/find?q=ceder+valey", "/find/oregon?q=cedar")
        for path in ("/find", "/find/oregon", "/affiliates/oregon-cedar", *searches):
            with questions_counted(monkeypatch) as asked:
                answer = await visitor.get(path)
            assert answer.status_code == 200 and asked.total() <= 9, (path, asked)
        page = (await visitor.get("/find/oregon")).text
        assert page.count('href="/affiliates/many-') < 70
        more = re.search(r'href="(/find/oregon\?after=[^"#]+)', page)[1]
        second = (await visitor.get(more)).text
        first, next_ones = (set(re.findall(r'href="/affiliates/(many-\d+)"', html)) for html in (page, second))
        assert first and next_ones and not first & next_ones
