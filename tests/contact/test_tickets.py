"""From the foot of a page to an answer: tickets of people and of visitors, two queues, and who reads what (R63)."""

from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from community import clock, db, errors
from community.affiliates import actions as affiliates
from community.support import rules
from community.support.desk import actions as answering
from community.support.desk import queries as desks
from community.support.rules import Route, State
from community.support.tickets import actions, queries
from tests.support.cohorts import a_cohort
from tests.support.failing import persistent, whole_or_nothing
from tests.support.people import make_person, signed_in_client
from tests.support.servers import browser_like


def csrf_of(page: str) -> str:
    return page.split('name="csrf" value="', 1)[1].split('"', 1)[0]


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        yield made


async def at_the_desk():
    person = await make_person(f"Suda Desk {uuid4().hex[:6]}")
    await affiliates.give_desk(person, "support")
    return person, await desks.desk(person)


async def asks(person, text="Where is the rubric?", route=Route.CONTENT_SUPPORT, address="/catalogue", key=None):
    what = await actions.carried(person, address)
    number = await actions.add(person, route, text, key or uuid4(), what, "")
    return await queries.ticket(person, number)


async def test_r63_a_ticket_carries_page_cohort_and_submission_number_and_no_evidence(cohort):
    ana, ben = cohort.members["Ana"].person, cohort.members["Ben"].person
    there = await asks(ana, address=f"/cohorts/{cohort.id}/board?x=secret")
    assert (there.page, there.cohort) == (f"/cohorts/{cohort.id}/board", cohort.cohort.name)
    stranger = await make_person("Stan Weber")
    for who, address in ((stranger, f"/cohorts/{cohort.id}"), (ben, "/submissions/7K2QXM4PZ0AB/result")):
        nothing = await asks(who, address=address)
        assert (nothing.cohort_id, nothing.submission) == (None, ""), "what is not theirs is not carried"
    columns = await db.many(
        dict, "select column_name from information_schema.columns where table_name in ('ticket', 'ticket_entry')"
    )
    names = {row["column_name"] for row in columns}
    assert not names & {"work_id", "upload_id", "artifact_id", "frozen_id", "file"}, "there is no room for evidence"


async def test_one_asks_from_the_foot_of_a_page_and_is_answered(app, cohort):
    ana = cohort.members["Ana"].person
    person, _desk = await at_the_desk()
    async with signed_in_client(app, ana) as browser, signed_in_client(app, person) as at_desk:
        page = (await browser.get(f"/cohorts/{cohort.id}/members")).text
        named = page.split('<form action="/support">', 1)[1].split("</form>", 1)[0]
        assert f'name="page" value="/cohorts/{cohort.id}/members"' in named and 'name="number" value="' in named
        form = (await browser.get(f"/support?page=/cohorts/{cohort.id}/members&number={'0' * 16}")).text
        assert cohort.cohort.name in form and f"/cohorts/{cohort.id}/members" in form
        fields = {"csrf": csrf_of(form), "post_key": str(uuid4()), "page": f"/cohorts/{cohort.id}/members"}
        wrong = await browser.post("/support/tickets", data=fields | {"text": "It does not open"})
        assert wrong.status_code == 422 and "It does not open" in wrong.text, "what was typed stays"
        asked = fields | {"text": "It does not open", "route": "technical_assistance"}
        first = (await browser.post("/support/tickets", data=asked)).headers["location"]
        again = (await browser.post("/support/tickets", data=asked)).headers["location"]
        assert first == again, "one form makes one ticket"
        address = first.split("?")[0]
        queue = (await at_desk.get("/support/desk?route=technical_assistance")).text
        for nowhere in ("1--99999999999999999999", "1e99-1", "1-" + "9" * 30):
            assert (await at_desk.get("/support/desk", params={"after": nowhere})).status_code == 200, "from the start"
        assert "It does not open" in queue and ana.name in queue
        ticket = await queries.ticket(ana, address.rsplit("/", 1)[1])
        there = (await at_desk.get(ticket.desk_address)).text
        assert cohort.cohort.name in there
        last = (await queries.entries_by_id(ticket.id))[-1].id
        answer = {"csrf": csrf_of(there), "post_key": str(uuid4()), "last": last, "text": "Press it twice."}
        for _again in range(2):
            assert (await at_desk.post(f"{ticket.desk_address}/answers", data=answer)).status_code == 303
        read = (await browser.get(address)).text
        assert read.count("Press it twice.") == 1 and person.name in read and person.email not in read
        told = await db.value(
            "select count(*) from event where kind = 'ticket.answered' and subject_id = :id", id=ticket.id
        )
        assert told == 1
        closed = await browser.post(f"{address}/closing", data={"csrf": csrf_of(read)})
        assert closed.status_code == 303
        assert (await queries.ticket(ana, ticket.number)).standing is State.CLOSED


async def test_an_answer_to_what_was_not_read_waits_and_keeps_what_was_typed(app, cohort):
    ana = cohort.members["Ana"].person
    person, _desk = await at_the_desk()
    ticket = await asks(ana)
    last = (await queries.entries_by_id(ticket.id))[-1].id
    await actions.say(ticket, ana, "I found it myself.", uuid4())
    async with signed_in_client(app, person) as at_desk:
        page = (await at_desk.get(ticket.desk_address)).text
        answer = {"csrf": csrf_of(page), "post_key": str(uuid4()), "last": last, "text": "On the page of each one."}
        refused = await at_desk.post(f"{ticket.desk_address}/answers", data=answer)
    assert refused.status_code == 409
    assert "On the page of each one." in refused.text and "I found it myself." in refused.text
    assert [entry.by_desk for entry in await queries.entries_by_id(ticket.id)] == [False, False]


async def test_r63_a_ticket_is_routed_to_one_desk_and_passed_on_to_the_other(cohort):
    _person, desk = await at_the_desk()
    ticket = await asks(cohort.members["Ana"].person)

    async def where():
        return [
            route for route in Route
            if ticket.id in {one.id for one in await desks.queue(desk, route, State.WAITING, None)}
        ]  # fmt: skip

    assert await where() == [Route.CONTENT_SUPPORT]
    await answering.pass_on(desk, ticket)
    assert await where() == [Route.TECHNICAL_ASSISTANCE]


async def test_nobody_but_who_asked_and_the_desk_reads_it(app, cohort):
    ticket = await asks(cohort.members["Ana"].person)
    others = (cohort.members["Ben"].person, cohort.facilitator.person, cohort.organizer)
    for other in others:
        async with signed_in_client(app, other) as browser:
            for address in (ticket.own_address, ticket.desk_address, "/support/desk"):
                assert (await browser.get(address)).status_code == 404


async def test_a_visitor_confirms_by_mail_and_reads_the_answer_behind_the_link(app):
    _person, desk = await at_the_desk()
    async with browser_like(app) as visitor:
        page = (await visitor.get("/support?page=/sign-in")).text
        typed = {"csrf": csrf_of(page), "post_key": str(uuid4()), "route": "technical_assistance", "page": "/sign-in"}
        typed |= {"text": "My link is dead <b>now</b>", "name": "Eve Lind", "email": "eve.lind@example.org"}
        for _again in range(2):
            assert (await visitor.post("/support/tickets", data=typed)).headers["location"] == "/support?done=confirm"
        letters = await db.many(
            dict, "select payload from job where name = 'mail' and payload ->> 'letter' = 'ticket_confirm'"
        )
        assert len(letters) == 1 and "My link" not in str(letters), "the address may be somebody else's"
        link = f"/support/link/{letters[0]['payload']['about']['token']}"
        number = await db.value("select id from ticket where address = 'eve.lind@example.org'")
        queue = [one.id for one in await desks.queue(desk, Route.TECHNICAL_ASSISTANCE, State.WAITING, None)]
        assert number not in queue, "not confirmed, so it is no ticket yet"
        assert "Yes, send it" in (await visitor.get(link)).text
        assert (await queries.tickets_by_id([number]))[number].confirmed_at is None, "to look changes nothing"
        early = {"csrf": csrf_of(page), "post_key": str(uuid4()), "text": "And?"}
        assert (await visitor.post(f"{link}/entries", data=early)).status_code == 409
        for _again in range(2):
            assert (await visitor.post(link, data={"csrf": csrf_of(page)})).status_code == 303
        ticket = (await queries.tickets_by_id([number]))[number]
        await answering.answer(desk, ticket, "Ask for a new one.", uuid4(), 2**62)
        read = (await visitor.get(link)).text
        assert "Ask for a new one." in read and "&lt;b&gt;now" in read
        mails = await db.value("select count(*) from job where payload ->> 'letter' = 'ticket_answered'")
        assert mails == 1
        assert (await visitor.post(f"{link}/withdrawal", data={"csrf": csrf_of(page)})).status_code == 303
        assert (await visitor.get(link)).status_code == 404
    assert await db.value("select count(*) from ticket_entry where ticket_id = :id", id=number) == 0


async def test_the_link_of_a_mail_opens_no_ticket_of_an_account(app, cohort):
    ticket = await asks(cohort.members["Ana"].person)
    with pytest.raises(errors.NotFound):
        await actions.of_link(actions.link(ticket.id))
    with pytest.raises(errors.NotFound):
        await actions.of_link("nothing.of.ours")


async def test_answered_and_left_it_closes_and_a_year_later_it_is_gone(app, cohort, monkeypatch):
    _person, desk = await at_the_desk()
    ana, now = cohort.members["Ana"].person, clock.now()
    ticket = await asks(ana)
    await answering.answer(desk, ticket, "On its page.", uuid4(), 2**62)

    async def after(span: timedelta) -> str | None:
        monkeypatch.setattr(clock, "now", lambda: now + span)
        await actions.tidy({})
        return await db.value("select state from ticket where id = :id", id=ticket.id)

    assert await after(rules.CLOSES_ANSWERED - timedelta(hours=1)) == "answered"
    assert await after(rules.CLOSES_ANSWERED + timedelta(hours=1)) == "closed"
    assert await after(rules.CLOSES_ANSWERED + rules.STAYS_CLOSED) == "closed"
    assert await after(rules.CLOSES_ANSWERED + rules.STAYS_CLOSED + timedelta(hours=2)) is None


async def test_a_queue_goes_on_by_pages_without_a_gap(cohort, monkeypatch):
    _person, desk = await at_the_desk()
    monkeypatch.setattr(rules, "PAGE", 3)
    made = [(await asks(cohort.members["Ana"].person, text=f"Question {n}")).id for n in range(8)]
    seen, after = [], None
    while True:
        found = await desks.queue(desk, Route.CONTENT_SUPPORT, State.WAITING, after)
        seen += [one.id for one in found[:3]]
        if len(found) <= 3:
            break
        after = (found[2].changed_at, found[2].id)
    assert [one for one in seen if one in made] == made and len(seen) == len(set(seen))


async def test_kept_answers_begin_an_answer_and_are_removed(app):
    person, desk = await at_the_desk()
    await answering.keep(desk, Route.CONTENT_SUPPORT, "Rubrics", "On the page of each one.", uuid4())
    kept = next(one for one in await desks.canned(desk) if one.title == "Rubrics")
    ticket = await asks(await make_person("Rita Lund"))
    async with signed_in_client(app, person) as at_desk:
        page = (await at_desk.get(f"{ticket.desk_address}?canned={kept.id}")).text
        assert "On the page of each one.</textarea>" in page
        assert "On the page of each one." in (await at_desk.get("/support/answers")).text
    await answering.remove(desk, kept.id)
    with pytest.raises(errors.NotFound):
        await answering.remove(desk, kept.id)


async def test_an_answer_is_whole_or_not_at_all(app, cohort):
    _person, desk = await at_the_desk()
    async def answers(ticket):
        key = uuid4()
        await persistent(lambda: answering.answer(desk, ticket, "On its page.", key, 2**62))

    async def state(ticket):
        said = [entry.by_desk for entry in await queries.entries_by_id(ticket.id)]
        return said, (await queries.tickets_by_id([ticket.id]))[ticket.id].state

    await whole_or_nothing(lambda: asks(cohort.members["Ana"].person), answers, state)
