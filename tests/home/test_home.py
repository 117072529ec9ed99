"""The first page: for a visitor, on the first day, with a cohort, and for one who works alone."""

from community.catalogue import queries as catalogue
from community.cohorts import queries as cohorts
from community.cohorts.seats import actions as seats
from community.evidence import actions as evidence
from tests.support.catalogue import a_definition
from tests.support.cohorts import Member, a_cohort
from tests.support.discussion import says
from tests.support.evidence import joins_a_local
from tests.support.meetings import meets
from tests.support.people import make_person, signed_in_client
from tests.support.questions import questions_counted
from tests.support.servers import browser_like


async def test_a_visitor_reads_what_this_is_and_where_to_go(app):
    async with browser_like(app) as visitor:
        page = await visitor.get("/")
        assert page.status_code == 200
        for way in ("/catalogue", "/join", "/sign-in", "/sign-up"):
            assert f'href="{way}"' in page.text


async def test_the_first_day_has_three_first_steps_and_no_clock(app):
    ana = await make_person("Ana Torres", about="")
    async with signed_in_client(app, ana) as client:
        page = (await client.get("/")).text
        assert ", Ana" in page
        for said in ("You are not in a cohort yet", "Nothing started, so no clock is running", "Three first steps"):
            assert said in page
        assert page.count("data-done") == 1, "the account is there"
        assert "Open a cohort" not in page


async def test_with_a_cohort_the_next_step_stands_first(app):
    async with a_cohort(app, "Ana") as cohort:
        ana = await cohort.seats("Ana")
        page = (await ana.opens("/")).text
        assert cohort.cohort.name in page
        assert "facilitated by Gloria Santos" in page
        assert "Begin Question 1" in page
        assert "Clock not running" in page
        assert f'data-here-count="{cohort.cohort.topic}"' in page
        assert f'data-here="{cohort.facilitator.person.id}"' in page, "the table has a seat for each"


async def test_what_was_said_meanwhile_is_counted(app):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        assert "unread" not in (await ana.opens("/")).text
        await says(ben, "Did anybody try the picture first?")
        assert "1 unread" in (await ana.opens("/")).text
        assert "unread" not in (await ben.opens("/")).text, "one's own words are read"


async def test_one_may_work_alone(app):
    definition = await a_definition("FA-01")
    requirement = (await catalogue.public_requirements(definition.id))[0]
    ana = await make_person("Ana Torres")
    await evidence.draft(ana, definition, requirement, "What I notice in my class …", 0)
    async with signed_in_client(app, ana) as client:
        page = (await client.get("/")).text
        assert definition.title in page
        assert "on your own" in page
        assert f"Continue {requirement.label}" in page
        assert "You are not in a cohort yet" in page


async def test_a_closed_cohort_stands_among_mine_but_not_on_the_first_page(app):
    async with a_cohort(app, "Ana") as cohort:
        ana = await cohort.seats("Ana")
        for move in ("begin", "finish", "close"):
            assert (await cohort.facilitator.posts(f"/cohorts/{cohort.id}/moves", move=move)).status_code == 303
        assert cohort.cohort.name not in (await ana.opens("/")).text
        assert cohort.cohort.name in (await ana.opens("/cohorts")).text


async def test_each_of_my_cohorts_says_when_it_meets_next(app):
    async with a_cohort(app, "Ana") as cohort:
        guide, ana = cohort.facilitator, await cohort.seats("Ana")
        assert "Next meeting" not in (await ana.opens("/cohorts")).text
        await meets(guide, "The one after", days=9)
        await meets(guide, "Looking at our drafts", days=2)
        async with signed_in_client(app, cohort.organizer) as client:
            for reader in (ana, guide, Member(cohort.organizer, None, client)):
                page = (await reader.opens("/cohorts")).text
                assert ("Looking at our drafts" in page, "The one after" in page) == (True, False)
                assert (await reader.opens(f"/cohorts/{cohort.id}/meetings")).status_code == 200, "where it leads"
        for move in ("begin", "finish", "close"):
            await guide.posts(f"/cohorts/{cohort.id}/moves", move=move)
        assert "Next meeting" not in (await ana.opens("/cohorts")).text, "it meets no more"


async def test_my_cohorts_are_asked_for_in_as_many_queries_however_many_they_are(app, monkeypatch):
    async with a_cohort(app, "Ana") as first, signed_in_client(app, first.organizer) as client:
        desk = Member(first.organizer, None, client)
        await meets(first.facilitator, "Our first drafts")
        with questions_counted(monkeypatch) as with_one:
            await desk.opens("/cohorts")
        async with a_cohort(app, local=first.local) as second, a_cohort(app, local=first.local) as third:
            for cohort in (second, third):
                await meets(cohort.facilitator, "Our first drafts")
            with questions_counted(monkeypatch) as with_three:
                page = (await desk.opens("/cohorts")).text
        assert page.count("Our first drafts") == 3
        assert with_three.total() == with_one.total() <= 14


async def test_somebody_elses_cohort_is_not_on_it(app):
    async with a_cohort(app, "Ana") as cohort, signed_in_client(app, await make_person("Stu Stranger")) as client:
        assert cohort.cohort.name not in (await client.get("/")).text
        stu = Member(None, None, client)
        await stu.posts("/join", code=cohort.cohort.join_code)
        assert cohort.cohort.name in (await stu.opens("/")).text


async def test_a_seat_that_waits_for_an_answer_stands_before_all_else(app):
    async with a_cohort(app, "Ana") as cohort:
        ines = await make_person("Ines Ortiz")
        await seats.invite(await cohorts.place(cohort.organizer, cohort.id), ines, "facilitator")
        page = (await (await cohort.browser(ines)).get("/")).text
        assert "A seat waits for your answer." in page and page.count('data-look="bright"') == 1
        assert 'href="#answers"' in page and 'id="answers"' in page
        assert "waits for your answer" not in (await cohort.members["Ana"].opens("/")).text


async def test_my_dates_are_the_next_meeting_and_those_of_my_window(app):
    async with a_cohort(app, "Ana") as cohort:
        ana = await cohort.seats("Ana")
        assert 'id="dates"' not in (await ana.opens("/")).text, "nothing comes"
        await meets(cohort.facilitator, "Artifact swap", 7)
        await joins_a_local(ana.person)
        await evidence.start(ana.person, await catalogue.public_definition(cohort.cohort.code))
        page = (await ana.opens("/")).text
        dates = page[page.index('id="dates"') :].split("</section>")[0]
        assert dates.index("Artifact swap") < dates.index("safe to submit until") < dates.index("your window closes")
        assert f'href="/cohorts/{cohort.id}/meetings"' in dates and f'href="/work/{cohort.cohort.code}"' in dates


async def test_who_organizes_is_shown_where_a_group_is_found(app):
    async with a_cohort(app) as cohort, signed_in_client(app, cohort.organizer) as client:
        page = (await client.get("/")).text
        assert "/membership#desks" in page and 'id="desks"' in (await client.get("/membership")).text
    assert 'For a seat of your own, <a href="/find">find a group</a>' in page
    assert 'href="/cohorts/new"' in page
