"""What hostile people type into feedback's fields: it is only words, and no line of a mail's head (A41, A43)."""

from email import policy
from email.parser import BytesParser
from uuid import uuid4

import pytest

from community import db, mail
from community.config import settings
from community.feedback.notes import queries as notes
from community.feedback.reminding import actions as reminding
from tests.feedback.test_asking import moved
from tests.notifications.test_mailing import mails_to, work_is_done
from tests.notifications.test_notices import everybody_is_told
from tests.support.cohorts import a_cohort
from tests.support.feedback import KEY, asking, asks, drafts, newest_request, pins, sends, takes, words_of
from tests.support.people import nobody_sleeps

SQL = ["' or 1=1 --", "'; delete from note; --", "%_%", "$1 :person_id", '"); drop table person; --', "\\' or ''='"]
LINES = ["Is it\r\nclear: yes", "Is it\nclear", "Is it\u2028clear", "Is it\x00clear", "\u202eIs it clear"]


@pytest.fixture
async def cohort(app):
    await db.run("delete from job")
    async with a_cohort(app, "Ana", "Ben") as made:
        yield made


@pytest.mark.parametrize("words", SQL)
async def test_a41_any_words_in_any_field_are_only_words(cohort, words):
    ana, ben, guide = *await cohort.seats("Ana", "Ben"), cohort.facilitator
    request = await asks(cohort, ana, focus=f"Focus {words}", off_limits=f"Leave {words}")
    await takes(ben, request)
    await ben.posts(f"{request.address}/begun", kind="warm", text=f"Begun {words}", place="whole")
    assert f"Begun {words}" in (await notes_begun(ben, request))
    for kind in ("warm", "question", "cool"):
        await pins(ben, request, kind, f"{kind} {words}")
    assert (await pins(ben, request, "warm", "Not there", f"criterion:{words}")).status_code == 422
    await sends(ben, request)
    kept = await notes.received(ana.person, request.work_id)
    assert sorted(one.text for one in kept) == [f"cool {words}", f"question {words}", f"warm {words}"]
    where = kept[0].address
    await ana.posts(f"{where}/uptake", uptake="used", reason=f"Reason {words}")
    await ben.posts(f"{where}/replies", text=f"Reply {words}", post_key=str(uuid4()))
    await ana.posts(f"{request.address}/given/{kept[0].feedback_id}/thanks", thanks=f"Thanks {words}")
    await ana.posts(f"{where}/flags", why=f"Why {words}", post_key=str(uuid4()))
    flag = await db.value("select max(id) from note_flag where note_id = :id", id=kept[0].id)
    await guide.posts(f"/cohorts/{cohort.id}/flags/{flag}/answer", done="settled", answer=f"Answer {words}")
    (one,) = (note for note in await notes.received(ana.person, request.work_id) if note.id == kept[0].id)
    assert (one.reason, [reply.text for reply in one.replies]) == (f"Reason {words}", [f"Reply {words}"])
    row = await db.one(dict, "select why, answer from note_flag where id = :id", id=flag)
    assert row == {"why": f"Why {words}", "answer": f"Answer {words}"}
    assert await db.value("select thanks from feedback where id = :id", id=one.feedback_id) == f"Thanks {words}"


@pytest.mark.parametrize("words", SQL)
async def test_a41_any_words_in_an_address_or_a_choice_are_only_words(cohort, words):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    page = await ana.client.get(request.ledger, params={"by": words})
    assert page.status_code == 200 and words_of(page) == words_of(await ana.opens(request.ledger))
    found = await ben.client.get(f"/cohorts/{cohort.id}/feedback/{ana.seat.id}/{words}")
    assert found.status_code == 404
    for fields in ({"protocol": words}, {"asks": words}, {"until": words}, {"wanted": words}):
        answer = await ana.posts(f"/work/{cohort.cohort.code}/{KEY}/requests", **asking(**fields))
        assert answer.status_code in (409, 422)
    assert (await takes(ben, request, form=words)).status_code == 422


async def notes_begun(member, request) -> str:
    return await db.value(
        "select begun ->> 'text' from feedback where request_id = :id and person_id = :person_id",
        id=request.id, person_id=member.person.id,
    )  # fmt: skip


@pytest.mark.parametrize("focus", LINES)
async def test_a43_what_is_asked_is_one_line_and_no_line_of_a_mail_s_head(cohort, focus):
    ana, ben = await cohort.seats("Ana", "Ben")
    await drafts(cohort, ana)
    fields = asking(asks="named", focus=focus, **{f"reader_{ben.seat.id}": "yes"})
    answer = await ana.posts(f"/work/{cohort.cohort.code}/{KEY}/requests", **fields)
    assert answer.status_code == 303, "the premise: it is taken"
    request = await newest_request(cohort, ana)
    assert not set(request.focus) & set("\r\n\x00\u2028\u202e"), "taken without what turns or breaks a line"
    await everybody_is_told()
    await nobody_sleeps()
    await work_is_done()
    with moved(days=2.1):
        await reminding.remind({})
        await everybody_is_told()
        await work_is_done()
    sent = mails_to(ben.person)
    assert len(sent) == 2, "the premise: asked, and reminded"
    for letter in sent:
        head = BytesParser(policy=policy.default).parsebytes(
            (settings().data / "mail" / f"{letter.name}.eml").read_bytes(), headersonly=True
        )
        assert head["bcc"] is None and head["to"].addresses[0].addr_spec == ben.person.email
        assert "\n" not in head["subject"]


async def test_a43_an_address_in_what_is_asked_goes_to_nobody(cohort):
    """It may be a name: it is asked about first (R32)."""
    ana, ben = await cohort.seats("Ana", "Ben")
    await drafts(cohort, ana)
    fields = asking(asks="named", focus="Is it\r\nBcc: eve@evil.example", **{f"reader_{ben.seat.id}": "yes"})
    answer = await ana.posts(f"/work/{cohort.cohort.code}/{KEY}/requests", **fields)
    assert answer.status_code == 409
    await everybody_is_told()
    await work_is_done()
    assert [one for one in mail.kept() if one.to in ("eve@evil.example", ben.person.email)] == []


@pytest.mark.parametrize("name", ["Ana\r\nBcc: eve@evil.example", "Ana\nOkafor"])
async def test_a43_a_name_that_got_in_by_another_way_breaks_no_subject(cohort, name):
    """The subject says who asks: whatever stands in the table, it is one line."""
    ana, ben = await cohort.seats("Ana", "Ben")
    await db.run("update person set called = :name, name = :name where id = :id", id=ana.person.id, name=name)
    await asks(cohort, ana, asks="named", **{f"reader_{ben.seat.id}": "yes"})
    await everybody_is_told()
    await nobody_sleeps()
    await work_is_done()
    (letter,) = mails_to(ben.person)
    raw = (settings().data / "mail" / f"{letter.name}.eml").read_bytes().partition(b"\r\n\r\n")[0]
    assert not any(line.lower().startswith(b"bcc:") for line in raw.splitlines())
