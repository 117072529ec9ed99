"""A question from a cohort's public page is a private thread of its asker, who has no seat, and one facilitator."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
import pytest_asyncio

from community import clock, db
from community.cohorts.seats import actions as seats
from community.discussion import queries
from community.discussion.asked import actions, rules
from community.discussion.asked import queries as asked
from community.errors import Conflict, NotFound
from tests.board.live import open_page, served
from tests.support.cohorts import Member, a_cohort
from tests.support.discussion import said, unread
from tests.support.people import make_person
from tests.support.questions import questions_counted
from tests.support.servers import browser_like

WORDS = "Can I join when I teach only three days?"


@pytest_asyncio.fixture(params=["all", "from_joining"])
async def cohort(app, request):
    async with a_cohort(app, "Ana", backlog=request.param) as made:
        yield made


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


async def somebody(cohort, name: str = "Vera Lund") -> Member:
    person = await make_person(name)
    return Member(person, None, await cohort.browser(person))


async def asks(cohort, member, text: str = WORDS, key: str = ""):
    return await member.posts(
        f"/groups/{cohort.cohort.slug}/question", question=text, post_key=key or str(uuid4())
    )


async def a_question(cohort, member) -> int:
    """Its thread's number."""
    answer = await asks(cohort, member)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].removeprefix("/asked/"))


async def says_there(cohort, member, thread: int, text: str):
    answer = await member.posts(f"/cohorts/{cohort.id}/channels/{thread}/messages", text=text, post_key=str(uuid4()))
    assert answer.status_code == 303
    return answer


async def newest(thread: int) -> int:
    return await db.value("select max(id) from message where channel_id = :id", id=thread)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


async def test_a_question_is_answered_where_it_arrives_and_the_asker_writes_on(cohort):
    vera, gloria = await somebody(cohort), cohort.facilitator
    page = (await vera.opens(f"/groups/{cohort.cohort.slug}")).text
    assert "Ask a facilitator" in page and "Gloria" not in words(page), "no name of who did not ask for it"
    thread = await a_question(cohort, vera)
    hers = (await vera.opens(f"/asked/{thread}")).text
    assert said(hers) == [WORDS] and "Gloria" not in words(hers)
    assert "Open what you asked" in (await vera.opens(f"/groups/{cohort.cohort.slug}")).text

    assert (await unread(gloria))[str(thread)] == 1
    there = (await gloria.opens(f"/cohorts/{cohort.id}/channels/{thread}")).text
    assert said(there) == [WORDS] and "Asked from the public page." in there
    assert "asked from the public page" in (await gloria.opens(f"/cohorts/{cohort.id}/channels")).text
    await says_there(cohort, gloria, thread, "Of course.")
    assert said((await vera.opens(f"/asked/{thread}")).text) == [WORDS, "Of course."]
    on = await vera.posts(f"/asked/{thread}/messages", text="Thank you!", post_key=str(uuid4()))
    assert on.headers["location"].startswith(f"/asked/{thread}#message-")
    there = (await gloria.opens(f"/cohorts/{cohort.id}/channels/{thread}")).text
    assert said(there) == [WORDS, "Of course.", "Thank you!"]


async def test_both_are_told_each_where_they_read_it(cohort):
    vera, gloria = await somebody(cohort), cohort.facilitator
    thread = await a_question(cohort, vera)
    question = await newest(thread)
    assert await queries.called_by_id([question]) == {question: [gloria.person.id]}
    told = (await queries.mentions_by_id([question]))[question]
    assert told.is_question and told.address == f"/cohorts/{cohort.id}/messages/{question}"
    await says_there(cohort, gloria, thread, "Of course.")
    answer = await newest(thread)
    assert await queries.called_by_id([answer]) == {answer: [vera.person.id]}
    told = (await queries.mentions_by_id([answer]))[answer]
    assert not told.is_question and told.address == f"/asked/{thread}#message-{answer}"
    await vera.posts(f"/asked/{thread}/read-marker", message_id=str(answer))
    assert vera.person.id in (await queries.read_by_id([answer]))[answer]


async def test_nobody_else_reads_it(cohort):
    vera, ana, other = await somebody(cohort), await cohort.seats("Ana"), await somebody(cohort, "Nils Berg")
    thread = await a_question(cohort, vera)
    guide = await make_person("Greta Moe")
    await db.run(
        """
        insert into seat (cohort_id, person_id, role, state, shows, joined_at)
        select cohort_id, :person_id, role, state, shows, joined_at from seat where id = :id
        """,
        person_id=guide.id,
        id=cohort.facilitator.seat.id,
    )
    greta = Member(guide, None, await cohort.browser(guide))
    organizer = Member(cohort.organizer, None, await cohort.browser(cohort.organizer))
    for one in (ana, other, greta, organizer, cohort.facilitator):
        for path in ("", "/messages", f"/messages/{await newest(thread)}/report"):
            assert (await one.opens(f"/asked/{thread}{path}")).status_code == 404, (one.name, path)
        if one is not cohort.facilitator:
            assert (await one.opens(f"/cohorts/{cohort.id}/channels/{thread}")).status_code == 404
            assert await queries.audiences_by_id({(one.person.id, thread)}) == {}
    assert await queries.audiences_by_id({(vera.person.id, thread)}) == {(vera.person.id, thread): "asker"}
    for path in ("", "/channels", "/channels/general", f"/channels/{thread}", "/board"):
        assert (await vera.opens(f"/cohorts/{cohort.id}{path}")).status_code == 404, "asking opens nothing else"


async def test_who_joins_finds_the_thread_among_the_private_ones(cohort):
    vera, gloria = await somebody(cohort), cohort.facilitator
    thread = await a_question(cohort, vera)
    await says_there(cohort, gloria, thread, "Of course.")
    seat = await seats.take_seat(vera.person, cohort.cohort.join_code)
    assert (await vera.opens(f"/asked/{thread}")).headers["location"] == f"/cohorts/{cohort.id}/channels/{thread}"
    assert said((await vera.opens(f"/cohorts/{cohort.id}/channels/{thread}")).text) == [WORDS, "Of course."]
    await says_there(cohort, vera, thread, "Here I am")
    assert (await asks(cohort, vera)).status_code == 409, "who sits there writes in the discussion"
    await seats.leave(vera.person, seat, cohort.cohort)
    assert said((await vera.opens(f"/asked/{thread}")).text) == [WORDS, "Of course.", "Here I am"]


async def test_a_question_that_is_sent_twice_is_asked_once_and_two_have_one_thread(cohort):
    vera, key = await somebody(cohort), str(uuid4())
    first, again = await asks(cohort, vera, key=key), await asks(cohort, vera, key=key)
    another = await asks(cohort, vera, "And on Fridays?")
    assert first.headers["location"] == again.headers["location"] == another.headers["location"]
    page = (await vera.opens(first.headers["location"])).text
    assert said(page) == [WORDS, "And on Fridays?"]


async def test_who_may_not_ask_keeps_what_they_typed(cohort):
    vera, ana = await somebody(cohort), await cohort.seats("Ana")
    refused = await asks(cohort, ana)
    assert refused.status_code == 409 and WORDS in refused.text and "You sit here" in refused.text
    empty = await asks(cohort, vera, "  ")
    assert empty.status_code == 422 and 'id="question-error"' in empty.text
    await db.run("update seat set state = 'removed', ended_at = joined_at where id = :id", id=ana.seat.id)
    refused = await asks(cohort, ana)
    assert refused.status_code == 409 and "You cannot ask here" in refused.text
    await db.run("update seat set state = 'left', ended_at = joined_at where id = :id", id=cohort.facilitator.seat.id)
    page = (await vera.opens(f"/groups/{cohort.cohort.slug}")).text
    assert "Ask a facilitator" not in page and f'/affiliates/{cohort.local.slug}#ask"' in page
    refused = await asks(cohort, vera)
    assert refused.status_code == 409 and WORDS in refused.text


async def test_without_an_account_one_asks_by_mail(cohort, app):
    async with browser_like(app) as visitor:
        page = (await visitor.get(f"/groups/{cohort.cohort.slug}")).text
        assert f'href="/affiliates/{cohort.local.slug}#ask"' in page and "/question" not in page


async def test_the_asker_mutes_leaves_and_comes_back_by_asking(cohort):
    vera, gloria = await somebody(cohort), cohort.facilitator
    thread = await a_question(cohort, vera)
    await vera.posts(f"/asked/{thread}/standing", state="muted")
    await says_there(cohort, gloria, thread, "Of course.")
    assert await queries.called_by_id([await newest(thread)]) == {}
    assert "Muted. Tell me again" in (await vera.opens(f"/asked/{thread}")).text
    assert (await vera.posts(f"/asked/{thread}/standing", state="left")).headers["location"] == "/inbox"
    assert (await vera.opens(f"/asked/{thread}")).status_code == 404
    assert await queries.audiences_by_id({(vera.person.id, thread)}) == {}
    assert "The other has left" in (await gloria.opens(f"/cohorts/{cohort.id}/channels/{thread}")).text
    assert await a_question(cohort, vera) == thread
    assert "The other has left" not in (await gloria.opens(f"/cohorts/{cohort.id}/channels/{thread}")).text


async def test_a_facilitator_who_left_the_thread_is_not_written_to(cohort):
    vera, gloria = await somebody(cohort), cohort.facilitator
    thread = await a_question(cohort, vera)
    await gloria.posts(f"/cohorts/{cohort.id}/channels/{thread}/standing", state="left")
    assert "The other has left" in (await vera.opens(f"/asked/{thread}")).text
    sent = await vera.posts(f"/asked/{thread}/messages", text="Are you there?", post_key=str(uuid4()))
    assert sent.status_code == 409 and "the other has left" in sent.text
    with pytest.raises(Conflict):
        await actions.ask(vera.person, cohort.cohort, WORDS, uuid4())


async def test_who_was_removed_reads_nothing_there_any_more(cohort):
    vera = await somebody(cohort)
    thread = await a_question(cohort, vera)
    seat = await seats.take_seat(vera.person, cohort.cohort.join_code)
    await db.run("update seat set state = 'removed', ended_at = joined_at where id = :id", id=seat.id)
    assert (await vera.opens(f"/asked/{thread}")).status_code == 404
    assert await queries.audiences_by_id({(vera.person.id, thread)}) == {}


async def test_an_answer_is_reported_and_goes_where_it_can_be_settled(cohort):
    vera, gloria = await somebody(cohort), cohort.facilitator
    thread = await a_question(cohort, vera)
    question = await newest(thread)
    assert (await vera.opens(f"/asked/{thread}/messages/{question}/report")).status_code == 403, "one's own"
    await says_there(cohort, gloria, thread, "What a question.")
    report = f"/asked/{thread}/messages/{await newest(thread)}/report"
    assert f'href="{report}"' in (await vera.opens(f"/asked/{thread}")).text
    form = (await vera.opens(report)).text
    assert f'action="{report}"' in form and "organizers of the affiliate" in form
    assert (await vera.posts(report, reason="unkind", words="Not nice")).headers["location"] == report
    assert "It waits for an organizer" in (await vera.opens(report)).text
    organizer = Member(cohort.organizer, None, await cohort.browser(cohort.organizer))
    desk = (await organizer.opens(f"/affiliates/{cohort.local.id}/reports")).text
    assert "What a question." in desk and WORDS not in desk
    await vera.posts(f"/asked/{thread}/standing", state="left")
    assert (await vera.opens(report)).status_code == 200, "what came of it stays readable"
    assert (await gloria.opens(f"/cohorts/{cohort.id}/messages/{question}/report")).status_code == 200


async def test_what_nobody_answered_for_a_year_is_erased_and_what_was_answered_is_not(cohort):
    vera, nils = await somebody(cohort), await somebody(cohort, "Nils Berg")
    lonely, answered = await a_question(cohort, vera), await a_question(cohort, nils)
    await says_there(cohort, cohort.facilitator, answered, "Of course.")
    threads = {"ids": [lonely, answered]}
    sql = "select count(*) from channel where id = any(:ids)"

    async def ages(days: int) -> None:
        past = clock.now() - rules.STAYS_UNANSWERED + timedelta(days=days)
        await db.run("update message set at = :at where channel_id = any(:ids)", at=past, **threads)
        await db.run("update party set asked_at = :at where asked_at is not null and channel_id = any(:ids)",
                     at=past, **threads)  # fmt: skip
        await actions.forget({})

    await ages(days=1)
    assert await db.value(sql, **threads) == 2, "not yet"
    await ages(days=-1)
    assert await db.value(sql, **threads) == 1
    assert await db.value("select count(*) from message where channel_id = :id", id=lonely) == 0
    with pytest.raises(NotFound):
        await asked.asker(vera.person, lonely)
    assert (await nils.opens(f"/asked/{answered}")).status_code == 200


async def test_what_the_asker_sees_live_is_what_a_reload_shows(cohort, address):
    vera, gloria = await somebody(cohort), cohort.facilitator
    thread = await a_question(cohort, vera)
    async with open_page(address, vera, f"/asked/{thread}") as page:
        await says_there(cohort, gloria, thread, "See https://example.org")
        root = await newest(thread)
        await gloria.posts(f"/cohorts/{cohort.id}/messages/{root}/replies", text="And this.", post_key=str(uuid4()))
        await gloria.posts(f"/cohorts/{cohort.id}/messages/{root}/reactions", kind="thanks", on="yes")
        await page.catches_up()
        assert said(page.html) == said(await page.reloaded()) == [WORDS, "See https://example.org", "And this."]
        items = [re.findall(r'<li id="message-.*?</li>', html, re.S) for html in (page.html, await page.reloaded())]
        assert items[0] == items[1]
        assert "/cohorts/" not in "".join(items[0]), "no way to where she may not go"


async def test_its_page_is_a_handful_of_questions_however_long(cohort, monkeypatch):
    vera = await somebody(cohort)
    thread = await a_question(cohort, vera)
    await vera.opens(f"/asked/{thread}")
    with questions_counted(monkeypatch) as few:
        await vera.opens(f"/asked/{thread}")
    for text in ("One", "Two", "Three"):
        await says_there(cohort, cohort.facilitator, thread, text)
    with questions_counted(monkeypatch) as many:
        await vera.opens(f"/asked/{thread}")
    assert many.total() <= few.total()
