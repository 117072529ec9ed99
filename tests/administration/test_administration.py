"""The administration: one page that leads to all, times of keeping with a look before, announcements to everybody."""

import re
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
import pytest_asyncio

from community import app as roof
from community import clock, db, retaining
from community.administration.queries import Issuer
from community.administration.retention import actions as retention
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.cohorts import queries as cohorts
from community.cohorts.invitations import actions as inviting
from community.errors import Invalid
from community.notifications.announcing import queries
from community.people import routes as people
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort, a_local
from tests.support.fees import issuer_slug
from tests.support.people import form_in, make_person, signed_in_client, submits
from tests.support.servers import browser_like

HERE = "/administration"
KEEP_A_WEEK = """
    insert into retention (name, days, set_at) values (:name, 7, :at)
    on conflict (name) do update set days = 7
"""


@pytest_asyncio.fixture(scope="module")
async def house(app):
    definition, ada, ana = await a_definition("EL-02"), await make_person("Ada Min"), await make_person("Ana Torres")
    desk = await affiliates.give_desk(ada, "administrator")
    async with signed_in_client(app, ada) as admin, signed_in_client(app, ana) as client:
        yield SimpleNamespace(app=app, ada=ada, ana=ana, desk=desk, admin=admin, client=client, definition=definition)


async def test_one_page_leads_to_all_of_it_and_each_way_is_open(house):
    page = (await house.admin.get(HERE)).text
    slug = await issuer_slug(house.definition)
    ways = set(re.findall(rf'href="(/(?:administration|issuers/{slug})/[^"]+)"', page))
    for name in ("announcements", "retention", "credit-rules", "factors", "audit"):
        assert f"{HERE}/{name}" in ways
    for name in ("terms", "review-days", "fees", "vouchers", "audit"):
        assert f"/issuers/{slug}/{name}" in ways
    for way in ways:
        answer = await house.admin.get(way)
        assert answer.status_code == 200, way
        assert "aria-current" not in re.search(r'<nav class="site-nav".*?</nav>', answer.text, re.S)[0], way
    assert (await house.client.get(HERE)).status_code == 404
    assert f'href="{HERE}"' in (await house.admin.get("/membership")).text
    assert f'href="{HERE}"' not in (await house.client.get("/membership")).text


def test_what_a_start_costs_is_said_as_it_is_said_everywhere():
    one = Issuer(slug="a", name="A", fee_cents=120_050, window_months=None, review_days=None, holidays=0, vouchers=0)
    assert (one.fee, replace(one, fee_cents=7_500).fee) == ("$1,200.50", "$75")


async def test_f118_each_credit_rule_stands_with_its_source_and_the_day_it_was_looked_at(house):
    affiliate = (await a_local("Juniper Flats Educators")).id
    for day in (3, 2):
        await db.run(
            """
            insert into credit_rule (key, affiliate_id, place_kind, place, gives, applies_to, source, checked_on,
                                     approved_at)
            values (:key, :affiliate, 'district', :place, 'Ten hours', array['teacher'], :source, :on, :at)
            """,
            key=f"rule_{day}", affiliate=affiliate, place=f"District {day}", source="https://example.org/rule",
            on=clock.now().date() - timedelta(days=day), at=clock.now(),
        )  # fmt: skip
    page = (await house.admin.get(f"{HERE}/credit-rules")).text
    assert page.index("District 3") < page.index("District 2"), "who was looked at longest ago stands first"
    assert 'href="https://example.org/rule"' in page


# --- times of keeping ---


async def over(house, days: int) -> int:
    """A sign-in that ended so many days ago."""
    at = clock.now() - timedelta(days=days)
    return await db.value(
        """
        insert into session (person_id, token_hash, device, created_at, seen_at, ends_at, idle_seconds, ended_at)
        values (:person, decode(md5(:key), 'hex') || decode(md5(:key || '2'), 'hex'), 'a test', :at, :at, :at, 60, :at)
        returning id
        """,
        person=house.ana.id, key=str(uuid4()), at=at,
    )  # fmt: skip


async def test_what_would_go_is_said_first_and_the_job_does_just_that(house):
    old, young = [await over(house, 30) for _ in range(3)], await over(house, 10)
    asked = await submits(house.admin, f"{HERE}/retention", f"{HERE}/retention/sign_ins", days="20")
    assert "This would erase 3 that are older." in asked.text
    assert await retaining.days_of("sign_ins") == 90, "nothing is set yet"
    sure = form_in(asked.text.split('id="preview"', 1)[1], f"{HERE}/retention/sign_ins")
    assert sure["sure"] == "yes" and sure["days"] == "20"
    done = await house.admin.post(f"{HERE}/retention/sign_ins", data=sure)
    assert done.headers["location"] == f"{HERE}/retention?done=sign_ins"
    would = await retaining.count("sign_ins", 20)
    before = await db.value("select count(*) from session")
    await people.jobs["people.forget"].do({})
    assert before - await db.value("select count(*) from session") == would == 3
    left = await db.value("select array_agg(id) from session where id = any(:ids)", ids=[*old, young])
    assert left == [young]
    assert "Time of keeping set" in (await house.admin.get(f"{HERE}/audit?what=retention.set")).text


async def test_nothing_is_kept_longer_than_people_were_told_and_what_was_typed_stays(house):
    answer = await submits(house.admin, f"{HERE}/retention", f"{HERE}/retention/invitations", days="400")
    assert answer.status_code == 422 and 'value="400"' in answer.text and "people were told" in answer.text
    for name, kept in retaining.RETAINS.items():
        for days in (kept.days + 1, kept.least - 1):
            try:
                retention.check(name, days)
            except Invalid:
                continue
            raise AssertionError(f"{name} may be kept {days} days")


async def test_each_time_of_keeping_counts_what_its_own_job_erases(house):
    """The SQL of each is sound, and is that of a table that is there."""
    assert len(retaining.RETAINS) >= 5
    for name in retaining.RETAINS:
        count = await retaining.count(name, 7)
        await db.run(KEEP_A_WEEK, name=name, at=clock.now())
        assert await retaining.erase(name) == count, name
    assert roof.merged("retains").keys() == retaining.RETAINS.keys()


async def test_an_invitation_goes_when_the_shorter_time_says_so(house, app):
    await db.run(KEEP_A_WEEK, name="invitations", at=clock.now())
    async with a_cohort(app) as cohort:
        place = await cohorts.place(cohort.organizer, cohort.id)
        await inviting.invite(place, ["one@example.org"], "participant")
        over = "update invitation set answered_at = :at, answer = 'declined' where address = 'one@example.org'"
        await db.run(over, at=clock.now() - timedelta(days=8))
        await inviting.forget({})
        assert not await db.value("select count(*) from invitation where address = 'one@example.org'")


# --- issuers ---


async def test_an_issuer_is_entered_once_by_who_is_named_in_the_log(house):
    page = f"{HERE}/issuers"
    made = await submits(house.admin, page, page, name="Lakeside Board", slug="lakeside-board")
    shown = (await house.admin.get(made.headers["location"])).text
    assert "did:web:127.0.0.1:issuers:lakeside-board" in shown
    assert "Lakeside Board" in (await house.admin.get(HERE)).text
    issuer = await affiliate_queries.public_issuer("lakeside-board")
    told = "select person_id from event where kind = 'issuer.made' and subject_id = :id"
    assert await db.value(told, id=issuer.id) == house.ada.id
    assert "Issuer entered" in (await house.admin.get(f"{HERE}/audit")).text
    again = await submits(house.admin, page, page, name="Another Board", slug="lakeside-board")
    assert again.status_code == 409 and "Another issuer has this address already." in again.text
    assert (await affiliate_queries.public_issuer("lakeside-board")).name == "Lakeside Board"


@pytest.mark.parametrize(("name", "slug"), [("Hi", "hi"), ("Lake", "Lake Side"), ("Lake", "-lake"), ("", "lake")])
async def test_what_names_no_issuer_is_said_at_its_field(house, name, slug):
    page = f"{HERE}/issuers"
    assert (await submits(house.admin, page, page, name=name, slug=slug)).status_code == 422
    assert await affiliate_queries.public_issuer(slug) is None


# --- announcements ---


def in_days(days: int) -> str:
    return (clock.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


async def announces(house, **typed):
    given = {"kind": "news", "text": "We sing on Friday.", "until_at": in_days(2)} | typed
    return await submits(house.admin, f"{HERE}/announcements", f"{HERE}/announcements", **given)


async def test_what_is_announced_stands_on_every_page_until_it_is_put_away(house):
    assert (await announces(house)).headers["location"].endswith("done=made")
    note = await db.value("select max(id) from announcement")
    for path in ("/", "/catalogue", "/profile"):
        assert "We sing on Friday." in (await house.client.get(path)).text, path
    await submits(house.client, "/announcements", f"/announcements/{note}/reading")
    assert "We sing on Friday." not in (await house.client.get("/catalogue")).text
    assert "We sing on Friday." in (await house.admin.get("/catalogue")).text, "each puts it away for themself"
    assert "You have put it away." in (await house.client.get("/announcements")).text
    await submits(house.admin, f"{HERE}/announcements", f"{HERE}/announcements/{note}/ending")
    assert "We sing on Friday." not in (await house.admin.get("/catalogue")).text


async def test_a_maintenance_note_says_from_when_and_one_without_is_refused_with_what_was_typed(house):
    refused = await announces(house, kind="maintenance", text="A new database comes.")
    assert refused.status_code == 422 and "A new database comes." in refused.text and "from when" in refused.text
    await announces(house, kind="maintenance", text="A new database comes.", works_at=in_days(1))
    page = (await house.client.get("/catalogue")).text
    assert "This house is worked on from" in page and "A new database comes." in page
    assert (await announces(house, until_at=in_days(200))).status_code == 422


async def test_the_work_begins_between_now_and_the_end_of_its_note_and_what_was_typed_stays(house):
    for works_at in (in_days(-1), in_days(2), in_days(3)):
        refused = await announces(house, kind="maintenance", text=" Cables ", works_at=works_at, until_at=in_days(2))
        assert refused.status_code == 422 and "a time that is to come" in refused.text, works_at
        assert f'value="{works_at}"' in refused.text and f'value="{in_days(2)}"' in refused.text
        assert re.search(r'value="maintenance"[^>]* checked', refused.text) and " Cables </textarea>" in refused.text
    past = await announces(house, kind="maintenance", text="Cables", works_at=in_days(1), until_at=in_days(-1))
    assert "Choose a time within the next 90 days." in past.text and "a time that is to come" not in past.text
    assert not await db.value("select count(*) from announcement where text like '%Cables%'")
    assert (await announces(house, text="Shelves", works_at=in_days(-1))).status_code == 303, "of news it says nothing"
    assert await db.value("select works_at is null from announcement where text = 'Shelves'")


async def test_visitors_read_it_within_seconds_and_their_pages_ask_no_more_for_it(house, app, monkeypatch):
    await announces(house, text="The house moves on Sunday.")
    note, asked, ask = await db.value("select max(id) from announcement"), [], db.many

    async def counted(shape, sql, **values):
        asked.extend([sql] if "from announcement" in sql else [])
        return await ask(shape, sql, **values)

    monkeypatch.setattr(db, "many", counted)
    async with browser_like(app) as visitor:
        clock.move(queries.FRESH)
        try:
            for page in ("/sign-in", "/sign-up", "/sign-in"):
                shown = (await visitor.get(page)).text
                assert "The house moves on Sunday." in shown and "/announcements" not in shown, "nothing to put away"
            assert len(asked) == 1, "all of them together"
            await submits(house.admin, f"{HERE}/announcements", f"{HERE}/announcements/{note}/ending")
            clock.move(queries.FRESH)
            assert "The house moves on Sunday." not in (await visitor.get("/sign-in")).text
        finally:
            clock.move(-clock.offset())


async def test_an_announcement_of_blanks_is_none_and_those_around_it_go(house):
    refused = await announces(house, text="   ")
    assert refused.status_code == 422 and 'aria-invalid="true"' in refused.text
    assert (await announces(house, text="  We dance on Sunday. ")).status_code == 303
    assert await db.value("select count(*) from announcement where text = 'We dance on Sunday.'") == 1


async def test_one_form_sent_twice_announces_once(house):
    page = (await house.admin.get(f"{HERE}/announcements")).text
    form = form_in(page, f"{HERE}/announcements") | {"kind": "news", "text": "Only once", "until_at": in_days(2)}
    for _again in range(2):
        assert (await house.admin.post(f"{HERE}/announcements", data=form)).status_code == 303
    assert await db.value("select count(*) from announcement where text = 'Only once'") == 1


async def test_it_is_told_to_everybody_who_is_signed_in_and_shown_live(house):
    for kind in ("announcement.made", "announcement.ended"):
        assert (kind, "news") in roof.merged("live")
    pairs = {(house.ana.id, 1), (house.ana.id, 2)}
    assert await roof.merged("topics")["news"](pairs) == {(house.ana.id, 1): "reader"}


# --- a second factor that a desk asks for ---


async def test_a57_an_affiliate_asks_a_second_factor_of_its_desks_and_work_of_ones_own_stays_open(house, app):
    async with a_cohort(app) as cohort:
        local, organizer = cohort.local, cohort.organizer
        bea = await make_person("Bea Building")
        await affiliates.give_desk(bea, "building_representative", local)
        desk = f"/affiliates/{local.id}/desk"
        async with signed_in_client(app, bea, factor=False) as client:
            assert (await client.get(desk)).status_code == 200, "nobody asks for it yet"
            async with signed_in_client(app, organizer) as leader:
                await submits(leader, f"/affiliates/{local.id}/desks", f"/affiliates/{local.id}/factor-demand")
                assert "Ask it no more" in (await leader.get(f"/affiliates/{local.id}/desks")).text
            for path in (desk, "/", "/cohorts"):
                assert (await client.get(path)).headers["location"].startswith("/factor"), path
            way = await client.get(f"/factor?next={desk}")
            assert way.headers["location"].startswith("/profile/factor"), "who has none is led to where it is set up"
            page = await client.get(way.headers["location"])
            assert page.status_code == 200 and "A desk that you hold asks for it." in page.text
            assert (await client.get(f"/work/{cohort.cohort.code}")).status_code != 303, "her own work stays open"
        async with signed_in_client(app, bea, factor=True) as client:
            assert (await client.get(desk)).status_code == 200
        async with signed_in_client(app, house.ana, factor=False) as client:
            assert (await client.get("/catalogue")).status_code == 200, "who holds no desk there is asked nothing"


async def test_a57_an_issuer_asks_it_of_its_desks_and_who_asks_has_shown_their_own(house, app):
    slug, editor = await issuer_slug(house.definition), await make_person("Edda Quill")
    await affiliates.give_desk(editor, "catalogue_editor", await affiliate_queries.public_issuer(slug))
    terms = f"/issuers/{slug}/terms"
    async with signed_in_client(app, editor, factor=False) as client:
        first = await submits(client, terms, f"/issuers/{slug}/factor-demand")
        assert first.headers["location"].startswith("/factor"), "nobody asks of others what they have not"
        assert (await client.get(terms)).status_code == 200
        await submits(house.admin, terms, f"/issuers/{slug}/factor-demand")
        assert (await client.get(terms)).headers["location"].startswith("/factor")
        assert (await client.get("/support")).status_code == 200, "whoever cannot get in asks for help"
        for of_a_desk in ("/support/desk", "/support/answers"):
            assert (await client.get(of_a_desk)).headers.get("location", "").startswith("/factor")
        await db.run("update issuer set asks_factor = false")
