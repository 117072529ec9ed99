"""Who tries often is stopped, whoever they say they are, and learns nothing from it (A18, A51, A53, A54, A59)."""

import asyncio
import re
from uuid import uuid4

import pytest

from community import db
from community.catalogue import queries as catalogue
from community.cohorts import actions as cohorts
from community.limits import RATES
from tests.support.cohorts import a_cohort, csrf_of
from tests.support.discussion import the_channel
from tests.support.failing import fail_at
from tests.support.people import PASSWORD, form_in, make_person, signed_in_client
from tests.support.servers import browser_like

FORGED = ("x-forwarded-for", "x-real-ip", "forwarded", "client-ip", "true-client-ip", "cf-connecting-ip", "x-client-ip")


async def test_a18_a_made_up_origin_is_not_believed(app):
    async with browser_like(app) as eve:
        form = form_in((await eve.get("/sign-in")).text, "/sign-in")
        fields = form | {"email": "ana.a18@example.org", "password": "guess"}
        told = []
        for number in range(RATES["sign_in_account"].most + 2):
            forged = {name: f"203.0.113.{number}" for name in FORGED} | {"forwarded": f"for=203.0.113.{number}"}
            told.append((await eve.post("/sign-in", data=fields, headers=forged)).status_code)
    assert told == [422] * RATES["sign_in_account"].most + [429] * 2


async def test_a53_who_guesses_from_elsewhere_does_not_lock_the_owner_out(app):
    ana = await make_person("Ana Torres")
    async with browser_like(app) as eve, browser_like(app) as owner:
        owner._transport.client = ("198.51.100.7", 5000)  # another network
        forms = [form_in((await each.get("/sign-in")).text, "/sign-in") for each in (eve, owner)]
        told = []
        for _ in range(RATES["sign_in_account"].most):
            fields = forms[0] | {"email": ana.email, "password": "a guess that is long enough"}
            told.append((await eve.post("/sign-in", data=fields)).status_code)
        right = {"email": ana.email, "password": PASSWORD}
        told.append((await eve.post("/sign-in", data=forms[0] | right)).status_code)
        assert told == [422] * (len(told) - 1) + [429], "not even the right one is tried any more"
        assert (await owner.post("/sign-in", data=forms[1] | right)).status_code == 303


async def test_a18_a_made_up_host_makes_no_link_and_no_origin(app):
    async with browser_like(app) as eve:
        page = await eve.get("/", headers={"x-forwarded-host": "evil.example", "host": "evil.example"})
        assert "evil.example" not in page.text
        form = form_in((await eve.get("/sign-in")).text, "/sign-in")
        answer = await eve.post("/sign-in", data=form, headers={"host": "evil.example", "origin": "https://evil.example"})
        assert answer.status_code == 403


async def test_a59_codes_are_tried_ten_times_a_minute_however_many_at_once(app):
    async with signed_in_client(app, await make_person("Eve Stone")) as eve:
        csrf, most = await csrf_of(eve), RATES["join_code"].most
        codes = [f"{number:012d}" for number in range(most * 3)]
        answers = await asyncio.gather(*(eve.post("/join", data={"csrf": csrf, "code": code}) for code in codes))
        told = sorted(answer.status_code for answer in answers)
        assert told == [422] * most + [429] * (most * 2)
        assert all(answer.headers["retry-after"] for answer in answers if answer.status_code == 429)


async def test_a59_a_right_code_is_no_way_round_the_count(app):
    async with a_cohort(app) as cohort, signed_in_client(app, await make_person("Eve Stone")) as eve:
        csrf = await csrf_of(eve)
        for number in range(RATES["join_code"].most):
            await eve.post("/join", data={"csrf": csrf, "code": f"{number:012d}"})
        answer = await eve.post("/join", data={"csrf": csrf, "code": cohort.cohort.join_code})
        assert answer.status_code == 429
        participants = "select count(*) from seat where cohort_id = :id and role = 'participant'"
        assert await db.value(participants, id=cohort.id) == 0


async def test_a54_a_code_that_never_was_and_one_that_is_dead_are_told_the_same(app):
    async with a_cohort(app, capacity=3) as cohort, signed_in_client(app, await make_person("Eve Stone")) as eve:
        old = cohort.cohort.join_code
        leader = await cohort.browser(cohort.organizer)
        await leader.post(f"/cohorts/{cohort.id}/codes", data={"csrf": await csrf_of(leader), "uses": "1"})
        used_up = (await cohort.fresh()).join_code
        async with signed_in_client(app, await make_person("Ben Kim")) as ben:
            assert (await ben.post("/join", data={"csrf": await csrf_of(ben), "code": used_up})).status_code == 303
        csrf, told = await csrf_of(eve), set()
        for code in ("000000000000", old, used_up):
            answer = await eve.post("/join", data={"csrf": csrf, "code": code})
            text = answer.text.replace(answer.headers["x-request-id"], "").replace(code, "")
            told.add((answer.status_code, re.sub(r'value="[^"]{60,}"|data-now="[^"]+"', "", text)))
        assert len(told) == 1


async def test_a51_who_posts_without_end_is_told_to_wait(app):
    async with a_cohort(app, "Ana") as cohort:
        ana = await cohort.seats("Ana")
        where, most = (await the_channel(ana)).address + "/messages", RATES["message"].most
        told = [(await ana.posts(where, text=f"spam {n}", post_key=str(uuid4()))).status_code for n in range(most + 3)]
        assert told == [303] * most + [429] * 3
        assert (await ana.opens(f"/cohorts/{cohort.id}")).status_code == 200, "she may still read"


@pytest.mark.parametrize("path", ["/cohorts/new", "/cohorts"])
async def test_a51_the_list_of_affiliates_is_for_organizers(app, path):
    async with a_cohort(app), signed_in_client(app, await make_person("Eve Stone")) as eve:
        assert "Education Association" not in (await eve.get(path)).text


async def test_cohorts_of_one_name_cost_no_more_the_more_there_are(app):
    """Each local may call its cohort the same: nobody waits while a free address is looked for among thousands."""
    async with a_cohort(app, name="Talk to Learn") as first:
        calls = []
        for _ in range(20):
            with fail_at(10_000, "error") as seen:
                made = await _another(first)
            calls.append(seen.calls)
        assert made.slug.startswith("talk-to-learn-")
        assert max(calls) == calls[-1] <= calls[0] + 9


async def _another(first):
    cohort = first.cohort
    definition = await catalogue.public_definition(cohort.code)
    return await cohorts.make_cohort(
        first.desk, first.organizer, definition, "Talk to Learn", cohort.starts_on, cohort.ends_on, 9,
        await make_person("Fay Leader"), "UTC",
    )
