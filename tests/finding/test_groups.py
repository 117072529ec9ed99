"""The public page of a cohort: what stands there, what does not, and the ways in."""

import json
import re
from datetime import date, time, timedelta
from html import unescape

import pytest

from community import clock, db
from community.affiliates import actions as affiliates
from community.cohorts.seats import actions as seats
from tests.support.cohorts import Member, a_cohort
from tests.support.people import make_person
from tests.support.servers import browser_like


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


async def change(cohort, **values) -> None:
    sets = ", ".join(f"{name} = :{name}" for name in values)
    await db.run(f"update cohort set {sets} where id = :id", id=cohort.id, **values)


async def somebody(cohort, name: str = "Vera Lund"):
    """A new person with a browser, who sits nowhere."""
    person = await make_person(name)
    return Member(person, None, await cohort.browser(person))


async def test_everybody_reads_what_when_where_and_nothing_private(app):
    async with a_cohort(app, "Ana", capacity=3, starts_on=date(2027, 1, 12)) as cohort, browser_like(app) as visitor:
        await change(cohort, weekday=1, meets_at=time(16, 30), meeting_weeks=[1, 2], link="https://meet.example/secret")
        page = (await visitor.get(f"/groups/{cohort.cohort.slug}")).text
        said = words(page)
        assert cohort.cohort.name in said and "2 seats left" in said and "Tuesday, 4:30 PM" in said
        assert "secret" not in page and cohort.cohort.join_code not in page and cohort.cohort.spoken_code not in page
        assert "Ana" not in said and "Gloria" not in said, "no name of who did not ask for it"
        assert f"next=%2Fgroups%2F{cohort.cohort.slug}" in page
        await db.run("update seat set named = true where id = :id", id=cohort.facilitator.seat.id)
        said = words((await visitor.get(f"/groups/{cohort.cohort.slug}")).text)
        assert "Gloria" in said and "Santos" not in said


async def test_cards_for_programs_say_the_same(app):
    async with a_cohort(app, "Ana", capacity=3, name="Talk </script><b>loud") as cohort, browser_like(app) as visitor:
        page = (await visitor.get(f"/groups/{cohort.cohort.slug}")).text
        course = json.loads(re.search(r'<script type="application/ld\+json">(.+?)</script>', page, re.S)[1])
        assert course["@type"] == "CourseInstance" and course["name"] == "Talk </script><b>loud"
        assert course["remainingAttendeeCapacity"] == 2 and course["url"].endswith(f"/groups/{cohort.cohort.slug}")
        assert re.search(r'property="og:title" content="Talk &lt;/script&gt;', page) and "noindex" not in page
        await change(cohort, sign_up_open=False)
        page = (await visitor.get(f"/groups/{cohort.cohort.slug}")).text
        assert 'content="noindex"' in page and "og:title" not in page and "ld+json" not in page
        assert "Sign-up for this cohort is closed" in words(page)


@pytest.mark.parametrize("state", ["draft", "finishing", "closed"])
async def test_drafts_and_what_is_over_are_not_there(app, state):
    async with a_cohort(app) as cohort, browser_like(app) as visitor:
        assert (await visitor.get(f"/groups/{cohort.cohort.slug}")).status_code == 200
        await change(cohort, state=state)
        assert (await visitor.get(f"/groups/{cohort.cohort.slug}")).status_code == 404
        vera = await somebody(cohort)
        assert (await vera.posts(f"/groups/{cohort.cohort.slug}/seats")).status_code == 404


async def test_whom_it_takes_sits_down_with_one_press(app):
    async with a_cohort(app) as cohort:
        vera = await somebody(cohort)
        assert "Take a seat" in words((await vera.opens(f"/groups/{cohort.cohort.slug}")).text)
        for _again in range(2):
            answer = await vera.posts(f"/groups/{cohort.cohort.slug}/seats")
            assert answer.headers["location"] == f"/cohorts/{cohort.id}?done=joined"
        assert "You sit here" in words((await vera.opens(f"/groups/{cohort.cohort.slug}")).text)


async def test_r17_who_sits_down_while_it_runs_arrives_at_the_page_that_says_how_to_catch_up(app):
    async with a_cohort(app) as cohort:
        await change(cohort, state="running")
        vera = await somebody(cohort)
        answer = await vera.posts(f"/groups/{cohort.cohort.slug}/seats")
        assert answer.headers["location"] == f"/cohorts/{cohort.id}/welcome"


async def test_r16_whom_it_does_not_take_is_told_why_and_what_instead(app):
    async with a_cohort(app) as cohort:
        await change(cohort, who_may_join="local", refusal_text="Ask Ms Lee in room 4.")
        vera = await somebody(cohort)
        page = words((await vera.opens(f"/groups/{cohort.cohort.slug}")).text)
        assert "is for members of Cedar Valley" in page and "Ask Ms Lee in room 4." in page
        refused = await vera.posts(f"/groups/{cohort.cohort.slug}/seats")
        assert refused.status_code == 409 and "Ask Ms Lee" in refused.text
        await affiliates.enrol(vera.person, cohort.local, clock.now().date() - timedelta(days=1))
        assert (await vera.posts(f"/groups/{cohort.cohort.slug}/seats")).status_code == 303


async def test_whom_it_does_not_take_may_ask(app):
    async with a_cohort(app) as cohort:
        await change(cohort, who_may_join="members")
        vera, path = await somebody(cohort), f"/groups/{cohort.cohort.slug}"
        assert "Why you would like to join" in words((await vera.opens(path)).text)
        assert (await vera.posts(f"{path}/requests", words="")).status_code == 422
        answer = await vera.posts(f"{path}/requests", words="I teach next door.")
        assert answer.headers["location"] == "/cohorts?done=asking"
        assert "See where you stand" in words((await vera.opens(path)).text)
        wes = await somebody(cohort, "Wes Xiong")
        await change(cohort, who_may_join="everyone")
        assert (await wes.posts(f"{path}/requests", words="May I?")).status_code == 409, "a seat is free to take"


async def test_a_full_one_is_waited_for(app):
    async with a_cohort(app, "Ana", capacity=1) as cohort:
        vera = await somebody(cohort)
        assert "Wait in line" in words((await vera.opens(f"/groups/{cohort.cohort.slug}")).text)
        assert (await vera.posts(f"/groups/{cohort.cohort.slug}/seats")).status_code == 409
        for _again in range(2):
            answer = await vera.posts(f"/groups/{cohort.cohort.slug}/waiting")
            assert answer.headers["location"] == "/cohorts?done=waiting"
        assert "See where you stand" in words((await vera.opens(f"/groups/{cohort.cohort.slug}")).text)
        await seats.leave(cohort.members["Ana"].person, cohort.members["Ana"].seat, cohort.cohort)
        wes = await somebody(cohort, "Wes Xiong")
        assert (await wes.posts(f"/groups/{cohort.cohort.slug}/seats")).status_code == 409, "kept for who waits longest"


async def test_a_code_that_is_used_up_is_used_up_here_too(app):
    async with a_cohort(app) as cohort:
        await change(cohort, join_uses_left=0)
        refused = await (await somebody(cohort)).posts(f"/groups/{cohort.cohort.slug}/seats")
        assert refused.status_code == 409 and "used up" in refused.text
