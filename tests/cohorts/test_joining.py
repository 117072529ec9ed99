"""The link to pass on: what one would join is seen before one presses Join, also by who has no account yet."""

import re

import pytest

from community import db
from community.cohorts import queries
from community.cohorts.joining import rules
from community.cohorts.joining.rules import Bar, Way
from community.cohorts.rules import Barrier
from tests.support.cohorts import Member, a_cohort
from tests.support.people import PASSWORD, digits_in, mail_to, make_person, signed_in_client, submits
from tests.support.servers import browser_like


class Facts:
    """A cohort as the rule reads it."""

    def __init__(self, state="open", sign_up_open=True, who_may_join="everyone"):
        self.state, self.sign_up_open, self.who_may_join = state, sign_up_open, who_may_join


def bar(cohort=None, free=1, **facts):
    mine = {"is_local": False, "is_member": False, "elsewhere": False, "removed": False} | facts
    return rules.bar(cohort or Facts(), free, **mine)


def test_r16_what_bars_the_way_and_what_is_possible_instead():
    assert bar() is None
    assert bar(free=0) == Bar.FULL and rules.ways(Bar.FULL) == (Way.WAIT,)
    assert bar(Facts(sign_up_open=False)) == Barrier.SIGN_UP_CLOSED
    assert Way.ASK in rules.ways(Barrier.SIGN_UP_CLOSED)
    assert bar(Facts(who_may_join="local"), is_member=True) == Barrier.LOCALS_ONLY
    assert bar(Facts(who_may_join="local"), is_member=True, is_local=True) is None
    assert bar(Facts(who_may_join="members")) == Barrier.MEMBERS_ONLY
    assert {Way.ASK, Way.ENROL} == set(rules.ways(Barrier.MEMBERS_ONLY))
    assert bar(removed=True, elsewhere=True, free=0) == Bar.REMOVED
    assert bar(elsewhere=True, free=0) == Bar.ELSEWHERE
    assert bar(Facts("closed"), removed=True) == Barrier.OVER and rules.ways(Barrier.OVER) == ()


def test_r16_whom_a_cohort_wants_needs_no_open_sign_up():
    shut = Facts(sign_up_open=False, who_may_join="local")
    assert bar(shut, wanted=True, removed=True) is None
    assert bar(shut, wanted=True, free=0) == Bar.FULL
    assert bar(shut, wanted=True, elsewhere=True) == Bar.ELSEWHERE
    assert bar(Facts("finishing"), wanted=True) == Barrier.OVER


async def test_a_visitor_sees_the_cohort_makes_an_account_and_lands_in_it(app, postman):
    async with a_cohort(app, "Ana", capacity=5) as cohort:
        door = f"/join/{cohort.cohort.spoken_code}"
        async with browser_like(app) as visitor:
            page = await visitor.get(door)
            for said in (cohort.cohort.name, cohort.cohort.title, "4 of 5 seats free"):
                assert said in page.text, said
            assert "Gloria Santos" not in page.text, "no names to who has none"
            assert page.headers["referrer-policy"] == "strict-origin"
            sign_up = re.search(r'href="(/sign-up\?next=[^"]+)"', page.text)[1]
            name, address = "Nora Newcomer", "nora.newcomer@example.org"
            sent = await submits(visitor, sign_up, "/sign-up", name=name, email=address, password=PASSWORD)
            code = digits_in(await mail_to(address))
            where = sent.headers["location"]
            done = await submits(visitor, where, "/sign-up/code", code=code)
            assert done.headers["location"] == door, "back at the door"
            page = await visitor.get(door)
            assert "Gloria Santos" in page.text
            joined = await submits(visitor, door, "/join", code=cohort.cohort.spoken_code)
            assert joined.headers["location"] == f"/cohorts/{cohort.id}?done=joined"
            assert (await visitor.get(f"/cohorts/{cohort.id}")).status_code == 200


async def test_the_door_shows_where_one_stands(app):
    async with a_cohort(app, "Ana", capacity=1) as cohort:
        door, nora = f"/join/{cohort.cohort.spoken_code}", await make_person("Nora Waiter")
        assert "You sit here" in (await (await cohort.seats("Ana")).opens(door)).text
        async with signed_in_client(app, nora) as client:
            guest = Member(nora, None, client)
            assert "Wait in line" in (await guest.opens(door)).text
            assert (await guest.posts(f"{door}/waiting")).headers["location"] == "/cohorts?done=waiting"
            assert "You are next in line" in (await guest.opens("/cohorts?done=waiting")).text
            assert "See where you stand" in (await guest.opens(door)).text
            assert (await guest.posts(f"/cohorts/{cohort.id}/acceptance")).status_code == 409
            await db.run("update cohort set capacity = 2 where id = :id", id=cohort.id)
            assert (await guest.posts(f"/cohorts/{cohort.id}/acceptance")).status_code == 303, "it has come free"


@pytest.mark.parametrize("whom", ["members", "local"])
async def test_r16_who_is_no_member_reads_where_to_become_one(app, whom):
    async with a_cohort(app) as cohort:
        await db.run("update cohort set who_may_join = :whom where id = :id", whom=whom, id=cohort.id)
        nora, code = await make_person("Nora Nowhere"), cohort.cohort.spoken_code
        async with signed_in_client(app, nora) as client:
            guest = Member(nora, None, client)
            pages = [await guest.opens(path) for path in (f"/join/{code}", f"/join/{code}/requests")]
            pages += [await guest.opens(f"/groups/{cohort.cohort.slug}"), await guest.posts("/join", code=code)]
            assert [page.status_code for page in pages] == [200, 200, 200, 409]
            for page in pages:
                for way in (f"/affiliates/{cohort.local.slug}", "/membership"):
                    assert f'href="{way}"' in page.text
            assert (await guest.opens(f"/affiliates/{cohort.local.slug}")).status_code == 200, "where it leads"
            await db.run("update cohort set who_may_join = 'everyone', capacity = 16 where id = :id", id=cohort.id)
            assert "Have it confirmed" not in (await guest.opens(f"/join/{code}")).text


@pytest.mark.parametrize("code", ["0000-0000-0000", "nothing", "x" * 200])
async def test_a54_a_code_that_opens_nothing_is_answered_in_the_same_words(app, code):
    async with browser_like(app) as visitor:
        answer = await visitor.get(f"/join/{code}")
        assert (answer.status_code, "This code opens no cohort" in answer.text) == (404, True)
    async with a_cohort(app) as cohort:
        await db.run("update cohort set join_uses_left = 0 where id = :id", id=cohort.id)
        nora = await make_person("Nora New")
        async with signed_in_client(app, nora) as client:
            guest = Member(nora, None, client)
            refused = await guest.posts("/join", code=cohort.cohort.join_code)
            assert (refused.status_code, "This code opens no cohort" in refused.text) == (422, True)
            assert await queries.seat_of(nora, cohort.id) is None
