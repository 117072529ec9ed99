"""Whom to ask: a question to the desk of an affiliate, answered once, by mail."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from community import clock, db, errors, mail
from community.errors import NotFound
from community.finding.asking import actions, queries, rules
from community.people import letters
from tests.finding.test_gathering import an_organizer, words
from tests.support.cohorts import Member, a_local
from tests.support.failing import persistent, whole_or_nothing
from tests.support.people import make_person, nobody_sleeps, signed_in_client
from tests.support.questions import questions_counted
from tests.support.servers import browser_like

HOSTILE = "Hello\r\nBcc: all@example.org\r\n\r\n--\n\n123456\n\n<b>bold</b> \u202e"


async def a_desk():
    local = await a_local(f"Cedar Valley {uuid4().hex[:8]}")
    return local, await an_organizer(local)


async def asks(local, text: str = "When do you meet?", name: str = "Eve Lind") -> queries.Question:
    """A visitor's question that waits for its link."""
    number = await actions.ask(local, name, f"eve.{local.id}@example.org", "en", text, uuid4())
    return (await queries.questions_by_id([number]))[number]


async def mailed(letter: str, local) -> list[dict]:
    """What waits to be sent of this kind, about this affiliate."""
    rows = await db.many(
        dict,
        """
        select payload from job where name = 'mail' and payload ->> 'letter' = :letter
          and payload #>> '{about,affiliate}' = :name order by id limit 100
        """,
        letter=letter,
        name=local.name,
    )
    return [row["payload"] for row in rows]


async def told(local) -> int:
    return await db.value(
        "select count(*) from event where kind = 'question.asked' and topic = :topic", topic=f"affiliate:{local.id}"
    )


async def test_a_visitor_asks_confirms_and_is_answered_by_mail(app):
    local, olga = await a_desk()
    async with browser_like(app) as visitor, signed_in_client(app, olga) as browser:
        path, desk = f"/affiliates/{local.slug}", f"/affiliates/{local.id}/questions"
        page = (await visitor.get(path)).text
        assert olga.email not in page, "a private address stands nowhere"
        csrf = page.split('name="csrf" value="', 1)[1].split('"', 1)[0]
        form = {"csrf": csrf, "question": "When do you meet?", "name": "Eve Lind", "post_key": str(uuid4())}
        refused = await visitor.post(f"{path}/question", data=form | {"email": "no address"})
        assert refused.status_code == 422 and 'id="ask-email-error"' in refused.text
        assert "When do you meet?" in refused.text and 'id="email-error"' not in refused.text
        for _again in range(2):
            answer = await visitor.post(f"{path}/question", data=form | {"email": f"Eve.{local.id}@example.org"})
            assert answer.headers["location"] == f"{path}?done=confirm#ask"
        ((letter),) = await mailed("question_confirm", local)
        assert "Nobody waits" in (await browser.get(desk)).text, "not confirmed, so it is no question yet"
        link = f"/questions/link/{letter['about']['token']}"
        assert "Yes, send it" in (await visitor.get(link)).text
        assert await told(local) == 0, "to look at a link changes nothing"
        for _again in range(2):
            assert (await visitor.post(link, data={"csrf": csrf})).status_code == 303
        assert await told(local) == 1
        page = (await browser.get(desk)).text
        assert "Eve Lind" in page and "When do you meet?" in page and f"eve.{local.id}@" not in page
        assert "When do you meet?" not in (await visitor.get(path)).text, "visitors never see questions"
        number = page.split('id="question-', 1)[1].split('"', 1)[0]
        member = Member(olga, None, browser)
        empty = await member.posts(f"{desk}/{number}/answers", answer="  ")
        assert empty.status_code == 422 and f'id="q{number}-answer-error"' in empty.text
        sent = await member.posts(f"{desk}/{number}/answers", answer="On Thursdays.")
        assert sent.headers["location"] == f"{desk}?done=answered"
        again = await member.posts(f"{desk}/{number}/answers", answer="On Fridays.")
        assert again.status_code == 409 and "answered a moment ago" in again.text
        assert "Answered by Olga Ruiz" in words((await browser.get(desk)).text)
        ((letter),) = await mailed("question_answered", local)
        await letters.deliver(letter)
        ((got),) = [one for one in mail.kept() if one.to == f"eve.{local.id}@example.org"]
        assert "On Thursdays." in got.text and "Olga Ruiz" in got.text and olga.email not in got.text
        assert "It was answered" in (await visitor.get(link)).text


async def test_who_is_signed_in_asks_at_once_and_once(app):
    local, olga = await a_desk()
    ana = await make_person("Ana Torres")
    await nobody_sleeps()
    async with signed_in_client(app, ana) as client:
        member, key = Member(ana, None, client), str(uuid4())
        for _again in range(2):
            answer = await member.posts(f"/affiliates/{local.slug}/question", question="Who leads?", post_key=key)
            assert answer.headers["location"].endswith("?done=asked#ask")
        assert await told(local) == 1
        assert (await client.get(f"/affiliates/{local.id}/questions")).status_code == 404
    ((asked),) = await queries.questions_of(ana)
    assert await queries.organizers_by_id([asked.id]) == {asked.id: [olga.id]}
    desk = await queries.affiliates.desk(olga, local.id)
    await actions.answer(desk, asked.id, "Pia leads.")
    ((letter),) = await mailed("question_answered", local)
    assert letter["person_id"] == ana.id
    await letters.deliver(letter)
    assert any(one.to == ana.email and "Pia leads." in one.text for one in mail.kept())


async def test_r11_only_the_desk_of_this_affiliate_and_above_reads_a_question(database):
    local, olga = await a_desk()
    other, otto = await a_desk()
    question = await asks(local)
    here, there = await queries.affiliates.desk(olga, local.id), await queries.affiliates.desk(otto, other.id)
    with pytest.raises(NotFound):
        await queries.question(here, question.id)
    await actions.confirm(question)
    assert (await queries.question(here, question.id)).text == question.text
    with pytest.raises(NotFound):
        await queries.question(there, question.id)
    with pytest.raises(NotFound):
        await queries.affiliates.desk(otto, local.id)


async def test_of_twenty_answers_at_once_one_is_sent(database):
    local, olga = await a_desk()
    question = await asks(local)
    await actions.confirm(question)
    desk, late = await queries.affiliates.desk(olga, local.id), []

    async def answers(number: int) -> None:
        try:
            await actions.answer(desk, question.id, f"Answer {number}")
        except errors.Conflict:
            late.append(number)

    await asyncio.gather(*(persistent(lambda n=n: answers(n)) for n in range(20)))
    assert len(late) == 19
    ((letter),) = await mailed("question_answered", local)
    ((stands),) = await queries.questions(desk)
    assert letter["about"]["answer"] == f"> {stands.answer}"


async def test_an_answer_is_whole_or_nothing(database):
    async def waiting():
        local, olga = await a_desk()
        question = await asks(local)
        await actions.confirm(question)
        return local, await queries.affiliates.desk(olga, local.id), question

    async def state(subject):
        local, desk, _question = subject
        return (await queries.questions(desk))[0].answer, len(await mailed("question_answered", local))

    await whole_or_nothing(waiting, lambda subject: actions.answer(subject[1], subject[2].id, "Yes"), state)


async def test_what_is_over_is_erased_and_what_waits_stays(database):
    local, olga = await a_desk()
    desk = await queries.affiliates.desk(olga, local.id)
    mute, young, waiting, answered, fresh = [await asks(local) for _each in range(5)]
    for one in (waiting, answered, fresh):
        await actions.confirm(one)
    for one in (answered, fresh):
        await actions.answer(desk, one.id, "Yes")
    long_ago = clock.now() - rules.STAYS_ANSWERED - timedelta(hours=1)
    week_ago = clock.now() - rules.WAITS_FOR_ITS_LINK - timedelta(hours=1)
    await db.run("update affiliate_question set asked_at = :at where id = :id", at=week_ago, id=mute.id)
    await db.run("update affiliate_question set asked_at = :at where id = :id", at=week_ago, id=waiting.id)
    await db.run("update affiliate_answer set at = :at where question_id = :id", at=long_ago, id=answered.id)
    for _again in range(2):
        await actions.forget({})
    ids = [one.id for one in (mute, young, waiting, answered, fresh)]
    assert list(await queries.questions_by_id(ids)) == [young.id, waiting.id, fresh.id]
    with pytest.raises(NotFound):
        await actions.of_link(actions.link(mute.id))


async def test_what_nobody_answers_for_a_year_is_erased_with_its_address(database):
    local, olga = await a_desk()
    desk = await queries.affiliates.desk(olga, local.id)
    old, younger, answered = [await asks(local) for _each in range(3)]
    for one in (old, younger, answered):
        await actions.confirm(one)
    year_ago = clock.now() - rules.STAYS_UNANSWERED
    for one, at in ((old, -1), (younger, 1), (answered, -1)):
        when = year_ago + timedelta(hours=at)
        await db.run(
            "update affiliate_question set asked_at = :at, confirmed_at = :at where id = :id", at=when, id=one.id
        )
    await actions.answer(desk, answered.id, "At last: on Thursdays.")
    for _again in range(2):
        await actions.forget({})
    assert list(await queries.questions_by_id([one.id for one in (old, younger, answered)])) == [
        younger.id, answered.id,
    ], "what is answered stays for its own time"
    left = "select count(*) from affiliate_question where address = :address"
    assert await db.value(left, address=old.address) == 2


async def test_the_desks_list_is_read_in_as_many_queries_however_long_it_is(app, monkeypatch):
    local, olga = await a_desk()
    async with signed_in_client(app, olga) as client:
        where = f"/affiliates/{local.id}/questions"
        await actions.confirm(await asks(local))
        await client.get(where)
        with questions_counted(monkeypatch) as with_one:
            await client.get(where)
        desk = await queries.affiliates.desk(olga, local.id)
        for number in range(6):
            one = await asks(local)
            await actions.confirm(one)
            if number % 2:
                await actions.answer(desk, one.id, "Yes")
        with questions_counted(monkeypatch) as with_many:
            page = (await client.get(where)).text
    assert page.count("When do you meet?") == 7
    assert with_many.total() == with_one.total() <= 8


async def test_who_waits_stands_first_then_the_last_answered(database):
    local, olga = await a_desk()
    desk = await queries.affiliates.desk(olga, local.id)
    first, second, third, fourth = [await asks(local) for _each in range(4)]
    for one in (first, second, third, fourth):
        await actions.confirm(one)
    await actions.answer(desk, first.id, "Yes")
    await actions.answer(desk, third.id, "Yes")
    assert [one.id for one in await queries.questions(desk)] == [second.id, fourth.id, third.id, first.id]


async def test_no_word_of_a_stranger_stands_in_a_mail_to_an_address_that_is_not_confirmed(database):
    local, _olga = await a_desk()
    await asks(local, HOSTILE, "Win http://example.org now")
    ((letter),) = await mailed("question_confirm", local)
    assert "Bcc" not in str(letter) and "Win" not in str(letter)


async def test_hostile_text_stays_in_the_body_as_text(database):
    local, olga = await a_desk()
    question = await asks(local, rules.written(HOSTILE), "Eve\r\nBcc: all@example.org")
    await actions.confirm(question)
    await actions.answer(await queries.affiliates.desk(olga, local.id), question.id, rules.written(HOSTILE))
    ((payload),) = await mailed("question_answered", local)
    letter = letters.compose(
        f"mail/{payload['letter']}.txt", payload["to"], payload["language"], payload["key"], **payload["about"]
    )
    message = mail.written(letter)
    assert message["Bcc"] is None and letter.subject == f"An answer from {local.name}"
    assert "> Bcc: all@example.org" in letter.text and letters.FOOT not in letter.text
    assert "<b>" not in letter.html and "&lt;b&gt;" in letter.html and "\u202e" not in letter.text


async def test_a_question_that_is_taken_back_leaves_nothing(database):
    local, olga = await a_desk()
    question = await asks(local)
    await actions.confirm(question)
    await actions.withdraw(question)
    with pytest.raises(NotFound):
        await actions.answer(await queries.affiliates.desk(olga, local.id), question.id, "Too late")
    with pytest.raises(NotFound):
        await actions.of_link(actions.link(question.id))
