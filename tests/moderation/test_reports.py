"""A member reports one message; a facilitator sees it and nothing around it, and settles it with a sentence."""

import pytest
import pytest_asyncio

from community import db
from community.discussion import queries as discussion
from community.discussion.private import actions as private
from community.discussion.rules import Party
from community.errors import Conflict, Forbidden, NotFound
from community.moderation import actions, queries, rules
from community.moderation.hidings import queries as hidings
from community.moderation.rules import Outcome, Reason
from tests.board.live import open_page, served
from tests.support.cohorts import a_cohort
from tests.support.discussion import edits, now, said, says, the_channel, writes_to
from tests.support.questions import questions_counted

SENTENCE = "We speak about work here, not about people."


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Dev") as made:
        made.unkind = await says(made.members["Ben"], "Whoever says marigold is a fool")
        yield made


async def reports(member, message, reason="unkind", words="He means me"):
    return await member.posts(f"{message.address}/report", reason=reason, words=words)


async def settles(member, report, outcome="hidden", sentence=SENTENCE):
    return await member.posts(
        f"/cohorts/{member.seat.cohort_id}/reports/{report.id}/settlement", outcome=outcome, sentence=sentence
    )


async def the_report(cohort):
    (found,) = await queries.reports(cohort.facilitator.seat)
    return found


async def test_f135_a_report_is_seen_by_the_facilitators_and_settled_with_a_sentence(cohort):
    ana, leads = cohort.members["Ana"], cohort.facilitator
    form = (await ana.opens(f"{cohort.unkind.address}/report")).text
    assert "is a fool" in form
    assert f'href="{cohort.unkind.address}/report"' in (await ana.opens(cohort.unkind.address)).text
    assert (await reports(ana, cohort.unkind)).status_code == 303
    assert (await reports(ana, cohort.unkind, words="Again")).status_code == 303, "again changes nothing"
    found = await the_report(cohort)
    assert (found.reason, found.words, found.name) == ("unkind", "He means me", ana.person.name)
    page = (await leads.opens(f"/cohorts/{cohort.id}/reports")).text
    assert "is a fool" in page and "He means me" in page and "Hide the message" in page
    assert f"/cohorts/{cohort.id}/reports" in (await leads.opens(f"/cohorts/{cohort.id}/channels")).text
    assert (await settles(leads, found)).status_code == 303
    assert SENTENCE in (await ana.opens(f"{cohort.unkind.address}/report")).text
    kept = "select count(*) from event where kind = 'report.settled' and subject_id = :id"
    assert await db.value(kept, id=found.id) == 2, "for who reported it and who facilitates"


async def test_what_is_hidden_is_gone_for_all_and_says_why(cohort):
    ana, ben, dev = await cohort.seats("Ana", "Ben", "Dev")
    await says(dev, "I do not think so", thread=cohort.unkind)
    await reports(ana, cohort.unkind)
    await settles(cohort.facilitator, await the_report(cohort))
    for member in (ana, ben, dev, cohort.facilitator):
        page = (await member.opens((await the_channel(member)).address)).text
        assert "is a fool" not in page
        assert SENTENCE in page
    assert "fool" not in (await dev.opens(f"/cohorts/{cohort.id}/search?q=marigold")).text
    assert (await dev.opens(f"{cohort.unkind.address}/versions")).status_code == 403
    assert (await ben.opens(f"{cohort.unkind.address}/versions")).status_code == 200, "its author keeps what they wrote"
    assert (await edits(ben, await now(cohort.unkind), "Differently")).status_code == 403


async def test_what_stands_stays_and_is_settled_once(cohort):
    ana, leads = cohort.members["Ana"], cohort.facilitator
    await reports(ana, cohort.unkind)
    found = await the_report(cohort)
    wrong = await settles(leads, found, "stands", " ")
    assert wrong.status_code == 422
    assert f'id="sentence-{found.id}-error"' in wrong.text
    await settles(leads, found, "stands", "It is only about a word.")
    assert (await now(cohort.unkind)).deleted_at is None
    again = await settles(leads, found)
    assert again.status_code == 409
    assert (await now(cohort.unkind)).deleted_at is None
    page = (await leads.opens(f"/cohorts/{cohort.id}/reports")).text
    assert "It is only about a word." in page and "Hide the message" not in page


async def test_of_two_who_talk_only_the_reported_message_is_shown(cohort):
    ana, ben, dev = await cohort.seats("Ana", "Ben", "Dev")
    await writes_to(ana, ben, "A secret about tulips")
    unkind = await writes_to(ben, ana, "You are no good")
    assert (await reports(dev, unkind)).status_code == 404, "who does not read it cannot report it"
    await reports(ana, unkind)
    page = (await cohort.facilitator.opens(f"/cohorts/{cohort.id}/reports")).text
    assert "You are no good" in page and "tulips" not in page
    for path in (unkind.address, f"/cohorts/{cohort.id}/channels/{unkind.channel_id}", f"{unkind.address}/report"):
        assert (await cohort.facilitator.opens(path)).status_code == 404, "and the thread has no third reader"
    await private.stand(ana.seat, await discussion.channel(ana.seat, unkind.channel_id), Party.LEFT)
    await settles(cohort.facilitator, await the_report(cohort))
    assert SENTENCE in (await ana.opens(f"{unkind.address}/report")).text, "also to who has left the thread"
    assert (await cohort.facilitator.opens(unkind.address)).status_code == 404
    assert "You are no good" not in said((await ben.opens(f"/cohorts/{cohort.id}/channels/{unkind.channel_id}")).text)


async def test_what_was_said_then_is_what_is_looked_at(cohort):
    await reports(cohort.members["Ana"], cohort.unkind)
    await edits(cohort.members["Ben"], cohort.unkind, "I love flowers")
    page = (await cohort.facilitator.opens(f"/cohorts/{cohort.id}/reports")).text
    assert "is a fool" in page and "I love flowers" not in page


async def test_nobody_reports_themselves_or_settles_what_was_reported_of_them(cohort):
    ana, ben, leads = cohort.members["Ana"], cohort.members["Ben"], cohort.facilitator
    assert (await reports(ben, cohort.unkind)).status_code == 403
    theirs = await says(leads, "Hurry up, you there")
    await reports(ana, theirs)
    assert await queries.reports(leads.seat) == []
    (report_id,) = [row["id"] for row in await db.many(
        dict, "select id from report where message_id = :id order by id limit 2", id=theirs.id)]
    with pytest.raises(NotFound):
        await queries.report(leads.seat, report_id)
    found = (await queries.reports_by_id([report_id]))[report_id]
    with pytest.raises(Forbidden):
        await actions.settle(leads.seat, found, Outcome.STANDS, SENTENCE)
    assert await queries.settlers_by_id([report_id]) == {report_id: [cohort.organizer.id]}, "and so the desk is told"
    wrong = await reports(ana, await says(ben, "And you"), reason="loud")
    assert wrong.status_code == 422
    assert 'id="reason-error"' in wrong.text


async def test_facilitators_are_told_and_who_reported_is_told_of_the_end(cohort):
    ana, dev = await cohort.seats("Ana", "Dev")
    await db.run("update seat set role = 'facilitator' where id = :id", id=dev.seat.id)
    await reports(ana, cohort.unkind)
    found = await the_report(cohort)
    leaders = {cohort.facilitator.person.id, dev.person.id}
    assert set((await queries.settlers_by_id([found.id]))[found.id]) == leaders
    assert await queries.reporters_by_id([found.id]) == {found.id: [ana.person.id]}
    topics = await db.many(
        dict,
        "select topic from event where kind = 'report.made' and subject_id = :id order by topic limit 9",
        id=found.id,
    )
    heard = sorted(f"person:{one.person.id}" for one in (ana, dev, cohort.facilitator))
    assert topics == [{"topic": topic} for topic in heard], "nobody else hears of it"
    await actions.settle(cohort.facilitator.seat, found, Outcome.STANDS, SENTENCE)
    with pytest.raises(Conflict):
        await actions.settle(cohort.facilitator.seat, found, Outcome.HIDDEN, SENTENCE)


async def test_what_is_hidden_live_is_what_a_reload_shows(cohort, address):
    ana, ben = await cohort.seats("Ana", "Ben")
    await reports(ana, cohort.unkind)
    async with open_page(address, ben, (await the_channel(ben)).address) as page:
        await actions.settle(cohort.facilitator.seat, await the_report(cohort), Outcome.HIDDEN, SENTENCE)
        await page.catches_up()
        assert said(page.html) == said(await page.reloaded())
        assert SENTENCE in page.html and "is a fool" not in page.html


async def test_the_list_asks_as_often_however_long_it_is(cohort, monkeypatch):
    ana, path = cohort.members["Ana"], f"/cohorts/{cohort.id}/reports"
    await reports(ana, cohort.unkind)
    with questions_counted(monkeypatch) as few:
        await cohort.facilitator.opens(path)
    for number in range(5):
        await actions.report(ana.seat, await says(cohort.members["Ben"], f"Fool {number}"), Reason.OTHER, "")
    with questions_counted(monkeypatch) as many:
        assert "Fool 4" in (await cohort.facilitator.opens(path)).text
    assert many.total() <= few.total()


def test_reasons_are_said_in_words():
    assert len({rules.reason(one) for one in Reason}) == 4


async def test_the_author_is_told_kindly_why_and_whom_to_ask_and_that_it_stands_again(cohort):
    ana, ben, leads = cohort.members["Ana"], cohort.members["Ben"], cohort.facilitator
    await says(ana, "I do not think so", thread=cohort.unkind)
    await reports(ana, cohort.unkind)
    found = await the_report(cohort)
    await settles(leads, found)
    assert await hidings.authors_by_id([cohort.unkind.id]) == {cohort.unkind.id: [ben.person.id]}
    page = (await ben.opens(f"{cohort.unkind.address}/hiding")).text
    assert "Your message is hidden" in page and SENTENCE in page and "is a fool" in page and leads.person.name in page
    assert f'href="/cohorts/{cohort.id}/private-threads/new?to={leads.seat.id}"' in page
    for other in (ana, leads):
        assert (await other.opens(f"{cohort.unkind.address}/hiding")).status_code == 404, "for who wrote it alone"
    restoring = f"/cohorts/{cohort.id}/reports/{found.id}/restoring"
    assert (await ana.posts(restoring, sentence="Please")).status_code == 403
    wrong = await leads.posts(restoring, sentence=" ")
    assert wrong.status_code == 422 and f'id="sentence-{found.id}-error"' in wrong.text
    assert (await leads.posts(restoring, sentence="He has explained it.")).status_code == 303
    assert (await leads.posts(restoring, sentence="Again")).status_code == 409
    assert "is a fool" in (await ana.opens((await the_channel(ana)).address)).text
    assert "I do not think so" in (await ana.opens(cohort.unkind.address)).text
    page = (await ben.opens(f"{cohort.unkind.address}/hiding")).text
    assert "stands again" in page and "He has explained it." in page and SENTENCE in page
    assert "He has explained it." in (await ana.opens(f"{cohort.unkind.address}/report")).text
    assert await queries.reporters_by_id([found.id]) == {found.id: [ana.person.id]}
    kinds = await db.many(
        dict,
        """
        select distinct kind from event where subject_id in (:report, :message) and kind like '%restored'
        order by kind limit 9
        """,
        report=found.id,
        message=cohort.unkind.id,
    )
    assert [row["kind"] for row in kinds] == ["message.restored", "report.restored"]


async def test_of_what_is_hidden_once_more_the_author_reads_why_it_is_hidden_now(cohort):
    ana, ben, dev = await cohort.seats("Ana", "Ben", "Dev")
    await reports(ana, cohort.unkind)
    await actions.settle(cohort.facilitator.seat, await the_report(cohort), Outcome.HIDDEN, "The first reason.")
    await actions.restore(cohort.facilitator.seat, await the_report(cohort), "He has explained it.")
    await reports(dev, cohort.unkind)
    (second,) = [one for one in await queries.reports(cohort.facilitator.seat) if one.name == dev.person.name]
    await actions.settle(cohort.facilitator.seat, second, Outcome.HIDDEN, "The second reason.")
    page = (await ben.opens(f"{cohort.unkind.address}/hiding")).text
    assert "Your message is hidden" in page and "The second reason." in page
    assert not any(old in page for old in ("The first reason.", "He has explained it."))


async def test_what_is_shown_again_live_is_what_a_reload_shows(cohort, address):
    ana, ben = await cohort.seats("Ana", "Ben")
    await reports(ana, cohort.unkind)
    await actions.settle(cohort.facilitator.seat, await the_report(cohort), Outcome.HIDDEN, SENTENCE)
    async with open_page(address, ben, (await the_channel(ben)).address) as page:
        await actions.restore(cohort.facilitator.seat, await the_report(cohort), "It may stand.")
        await page.catches_up()
        assert said(page.html) == said(await page.reloaded())
        assert "is a fool" in page.html


async def test_the_way_to_the_reports_stands_on_phones_and_on_the_day(cohort):
    await reports(cohort.members["Ana"], cohort.unkind)
    for path in ("channels", "today"):
        page = (await cohort.facilitator.opens(f"/cohorts/{cohort.id}/{path}")).text
        (way,) = [one for one in page.split("<a ") if f'href="/cohorts/{cohort.id}/reports"' in one]
        assert "wide-only" not in way.split(">")[0]
    assert "1 waits for you" in page
