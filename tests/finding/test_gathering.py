"""Nobody here yet: names are gathered, five make a draft, and after sixty days nothing of anybody stays."""

import asyncio
import re
from datetime import timedelta
from html import unescape

import pytest

from community import clock, db, events
from community.affiliates import actions as affiliates
from community.cohorts import queries as cohorts
from community.errors import NotFound
from community.finding.gathering import actions, queries, rules
from tests.support.catalogue import a_definition
from tests.support.cohorts import Member, a_local
from tests.support.failing import persistent, whole_or_nothing
from tests.support.people import make_person, signed_in_client
from tests.support.servers import browser_like


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


async def an_organizer(local):
    olga = await make_person("Olga Ruiz")
    await affiliates.give_desk(olga, "organizer", local)
    return olga


async def gives(local, definition, *names: str, confirms: bool = True) -> list:
    found = []
    for name in names:
        one = await actions.ask(local, definition, name, f"{name.lower()}.{local.id}@example.org", "en")
        if confirms:
            await actions.confirm(one)
        found.append(one)
    return found


async def letters_to(local, letter: str) -> list[str]:
    rows = await db.many(
        dict,
        """
        select payload ->> 'to' as address from job
        where name = 'mail' and payload ->> 'letter' = :letter and payload ->> 'to' like :here order by id limit 100
        """,
        letter=letter,
        here=f"%.{local.id}@example.org",
    )
    return [row["address"].split(".")[0] for row in rows]


async def drafts(local) -> list[dict]:
    return await db.many(
        dict, "select id, state from cohort where affiliate_id = :id order by id limit 9", id=local.id
    )


async def test_from_a_visitors_name_to_a_draft_cohort(app):
    local, definition = await a_local(), await a_definition("EL-02")
    olga = await an_organizer(local)
    await gives(local, definition, "Ann", "Bob", "Cy", "Dee")
    async with browser_like(app) as visitor, signed_in_client(app, olga) as browser:
        path = f"/affiliates/{local.slug}"
        page = (await visitor.get(path)).text
        assert "4 of 5 names" in words(page) and "Ann" not in page and "@example.org" not in page
        csrf = page.split('name="csrf" value="', 1)[1].split('"', 1)[0]
        form = {"csrf": csrf, "code": "EL-02", "name": "Eve Lind", "email": f"Eve.{local.id}@example.org"}
        answer = await visitor.post(f"{path}/names", data=form)
        assert answer.headers["location"] == f"{path}?done=mailed#gather"
        assert "4 of 5 names" in words((await visitor.get(path)).text), "not confirmed, so it does not count"
        name_id = await db.value("select id from gathered_name where address = :a", a=f"eve.{local.id}@example.org")
        link = f"/names/link/{actions.link(name_id)}"
        assert "Yes, count my name" in (await visitor.get(link)).text
        assert await drafts(local) == [], "to look at a link changes nothing"
        for _again in range(2):
            assert (await visitor.post(link, data={"csrf": csrf})).status_code == 303
        ((draft),) = await drafts(local)
        assert draft["state"] == "draft"
        assert await letters_to(local, "name_made") == ["ann", "bob", "cy", "dee", "eve"]
        gathering_id = await db.value("select id from gathering where cohort_id = :id", id=draft["id"])
        names = (await browser.get(f"/gatherings/{gathering_id}")).text
        assert "Eve Lind" in names and f"eve.{local.id}@example.org" in names
        assert f'href="/cohorts/{draft["id"]}/members"' in names
        assert (await queries.organizers_by_id([gathering_id])) == {gathering_id: [olga.id]}
        assert (await cohorts.place(olga, draft["id"])).desk is not None


async def test_who_is_signed_in_presses_once_and_may_press_twice(app):
    local = await a_local()
    await a_definition("EL-02")
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as client:
        member = Member(ana, None, client)
        for _again in range(2):
            answer = await member.posts(f"/affiliates/{local.slug}/names", code="EL-02")
            assert answer.status_code == 303
        assert "1 of 5 names" in words((await client.get(f"/affiliates/{local.slug}")).text)
        refused = await member.posts(f"/affiliates/{local.slug}/names", code="ZZ-99")
        assert refused.status_code == 422 and 'id="code-error"' in refused.text


async def test_what_was_typed_stays_when_the_address_is_none(app):
    local = await a_local()
    await a_definition("EL-02")
    async with browser_like(app) as visitor:
        csrf = (await visitor.get(f"/affiliates/{local.slug}")).text.split('name="csrf" value="', 1)[1].split('"', 1)[0]
        form = {"csrf": csrf, "code": "EL-02", "name": "Eve Lind", "email": "no address"}
        answer = await visitor.post(f"/affiliates/{local.slug}/names", data=form)
        assert answer.status_code == 422 and 'value="Eve Lind"' in answer.text and 'id="email-error"' in answer.text
        state = await db.value("select slug from affiliate where id = :id", id=local.parent_id)
        assert (await visitor.post(f"/affiliates/{state}/names", data=form)).status_code == 404, "names are a local's"


async def test_two_fifth_names_at_once_make_one_cohort(database):
    local, definition = await a_local(), await a_definition("EL-02")
    await an_organizer(local)
    await gives(local, definition, "Ann", "Bob", "Cy", "Dee")
    late = await gives(local, definition, *(f"Late{n}" for n in range(6)), confirms=False)
    await asyncio.gather(*(persistent(lambda one=one: actions.confirm(one)) for one in late for _twice in range(2)))
    assert len(await drafts(local)) == 1
    assert await db.value("select count(*) from gathering where affiliate_id = :id", id=local.id) == 1


async def test_the_fifth_name_makes_all_or_nothing(database):
    definition = await a_definition("EL-02")

    async def four_and_one():
        local = await a_local()
        await an_organizer(local)
        await gives(local, definition, "Ann", "Bob", "Cy", "Dee")
        return local, (await gives(local, definition, "Eve", confirms=False))[0]

    async def state(subject):
        local, fifth = subject
        confirmed = len(await queries.names_by_id(fifth.gathering_id))
        return confirmed, len(await drafts(local)), len(await letters_to(local, "name_made"))

    await whole_or_nothing(four_and_one, lambda subject: actions.confirm(subject[1]), state)


async def test_after_sixty_days_without_five_all_are_told_and_erased(database):
    local, definition = await a_local(), await a_definition("EL-02")
    ann, _bob = await gives(local, definition, "Ann", "Bob")
    await gives(local, definition, "Mute", confirms=False)
    await db.run("update gathering set ends_at = :at where id = :id", at=clock.now(), id=ann.gathering_id)
    for _again in range(2):
        await actions.look_after({})
    assert await letters_to(local, "name_ended") == ["ann", "bob"], "each once, and nobody who never confirmed"
    assert await db.value("select count(*) from gathered_name where gathering_id = :id", id=ann.gathering_id) == 0
    with pytest.raises(NotFound):
        await actions.of_link(actions.link(ann.id))
    assert await queries.public_gatherings(local.id) == []
    (again,) = await gives(local, definition, "Ann")
    assert again.gathering_id != ann.gathering_id, "one may begin anew"


async def test_the_time_begins_with_the_first_name_that_counts(database):
    local, definition = await a_local(), await a_definition("EL-02")
    (mute,) = await gives(local, definition, "Mute", confirms=False)
    nearly = clock.now() + timedelta(days=1)
    await db.run("update gathering set ends_at = :at where id = :id", at=nearly, id=mute.gathering_id)
    assert await queries.public_gatherings(local.id) == [], "a name that nobody confirmed is shown to nobody"
    await gives(local, definition, "Ann")
    (found,) = await queries.public_gatherings(local.id)
    assert found.ends_at > clock.now() + rules.LASTS - timedelta(hours=1)


async def test_five_without_an_organizer_wait_for_one(database):
    local, definition = await a_local(), await a_definition("EL-02")
    await gives(local, definition, "Ann", "Bob", "Cy", "Dee", "Eve")
    await actions.look_after({})
    assert await drafts(local) == []
    await an_organizer(local)
    for _again in range(2):
        await actions.look_after({})
    assert len(await drafts(local)) == 1


async def test_who_takes_their_name_back_is_erased_at_once(database):
    local, definition = await a_local(), await a_definition("EL-02")
    ann, bob = await gives(local, definition, "Ann", "Bob")
    await actions.withdraw(ann)
    assert [one.id for one in await queries.names_by_id(bob.gathering_id)] == [bob.id]


async def test_names_are_no_part_of_the_log(database):
    local, definition = await a_local(), await a_definition("EL-02")
    await an_organizer(local)
    await gives(local, definition, "Ann", "Bob", "Cy", "Dee", "Eve")
    told = await events.since({f"affiliate:{local.id}": 0})
    assert "gathering.made" in [one.kind for one in told]
    assert "@example.org" not in str(told) and "Dee" not in str(told)
