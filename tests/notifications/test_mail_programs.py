"""Our mails as a library of mail programs reads them, postal-mime of npm (tests/mails): no line of it is ours.

They are read as a mail server took them. What was handed over is what has to be found again, in each of its parts.
"""

import base64
import json
import subprocess
from pathlib import Path

import pytest
import pytest_asyncio

from community import clock, db, mail
from community.config import settings
from community.meetings import calendar
from community.notifications.choosing import actions as choosing
from community.notifications.choosing import queries as choices
from community.notifications.choosing.rules import Way
from tests.notifications.test_digests import MENTION, THURSDAY, at, work_is_done
from tests.notifications.test_notices import everybody_is_told, is_removed
from tests.support import npm
from tests.support.cohorts import a_cohort
from tests.support.discussion import says
from tests.support.meetings import in_days, meets, moves
from tests.support.people import nobody_sleeps
from tests.support.post_offices import PostOffice

TESTS = Path(__file__).parents[1]
FROM = ("Mesa redonda Peñasco", "no-reply@roundtable.example.org")
COHORT = "Échanges à Peñasco: parlons pour apprendre, hablemos para aprender, 語り合って学ぶ"


def read_by(home: str, content: bytes) -> dict:
    """What the library of that folder finds in it."""
    done = subprocess.run(["node", "read.js"], cwd=TESTS / home, input=content, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()[-800:]
    return json.loads(done.stdout)


class Post:
    """What was handed over, and what the library has found in what the mail server took of it."""

    def __init__(self) -> None:
        self.written: list[mail.Mail] = []
        self.read: dict[str, dict] = {}  # {Message-ID: …}

    def to(self, member, begins: str = "") -> list[tuple[mail.Mail, dict]]:
        """The mails to them whose subject begins so, as written and as read."""
        found = [one for one in self.written if one.to == member.person.email and one.subject.startswith(begins)]
        return [(one, self.read[mail.written(one)["Message-ID"]]) for one in found]


@pytest_asyncio.fixture(scope="module")
async def cohort(app, tmp_path_factory):
    """Its `post`: two replies and a digest to Ben, a moved meeting to Ana, and that her seat has ended to Zoë."""
    for home in ("mails", "calendars"):
        npm.install_or_give_up(TESTS / home)
    post, office = Post(), PostOffice()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROUNDTABLE_SMTP", office.url)
        patch.setenv("ROUNDTABLE_BOUNCES", str(tmp_path_factory.mktemp("mail-that-comes-in")))
        patch.setenv("ROUNDTABLE_MAIL_FROM", "{} <{}>".format(*FROM))
        settings.cache_clear()
        send = mail.send

        async def listened_to(letter: mail.Mail) -> None:
            post.written.append(letter)
            await send(letter)

        patch.setattr(mail, "send", listened_to)
        office.open()
        async with a_cohort(app, "Ana", "Ben", "Zoë", name=COHORT) as made:
            made.post = post
            await _one_day(made)
            office.close()
            found = [read_by("mails", raw) for raw in office.letters]
            post.read = {one["messageId"]: one for one in found}
            yield made
    settings.cache_clear()


async def _one_day(cohort) -> None:
    ana, ben, zoe = cohort.members["Ana"], cohort.members["Ben"], cohort.members["Zoë"]
    await everybody_is_told()
    await nobody_sleeps()
    await db.run("delete from job")
    await db.run("update person set time_zone = 'America/New_York' where id = :id", id=ben.person.id)
    await db.run("update session set seen_at = created_at - interval '1 hour'")
    await db.run("update notice set read_at = :at where read_at is null", at=clock.now())
    await choices.set_ways_by_id(ben.person.id, {"message.replied": Way.MAIL, MENTION: Way.DIGEST})
    with at(THURSDAY, "10:00"):
        question = await says(ben, "Who has tried it?")
        await says(ana, "I have", thread=question)
        await says(zoe, "Me too", thread=question)
        await says(ana, f"@{ben.person.name} look")
        planned = await meets(cohort.facilitator, "Échange", 7, place="Room 12")
        cohort.meeting = await moves(cohort.facilitator, planned, in_days(9, "18:00"))
        await is_removed(cohort, "Zoë")
        await everybody_is_told()
        await work_is_done()
    with at(THURSDAY, "17:00"):
        await work_is_done()


def headers(read: dict, name: str) -> list[str]:
    return [value for key, value in read["headers"] if key == name.lower()]


def same(text: str) -> str:
    """A mail's lines end as those of the wire, and its last one does."""
    return text.replace("\r\n", "\n").rstrip("\n")


def assert_it_can_be_stopped(read: dict, person, kind: str) -> None:
    """By one click and by a mail, each named once."""
    link, address = choosing.stop_link(person.id, kind), choosing.stop_address(person.id, kind)
    assert headers(read, "List-Unsubscribe") == [f"<{link}>, <mailto:{address}>"] and "+stop-" in address
    assert headers(read, "List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]


async def test_each_mail_is_read_as_it_was_written_in_text_and_html(cohort):
    assert len(cohort.post.written) == len(cohort.post.read) >= 5, "each mail once, each under its own name"
    for member in cohort.members.values():
        for written, read in cohort.post.to(member):
            assert read["from"] == {"name": FROM[0], "address": FROM[1]}
            assert read["to"] == [{"name": "", "address": written.to}]
            assert read["subject"] == written.subject
            assert same(read["text"]) == same(written.text) and same(read["html"]) == same(written.html)
            assert read["date"] and headers(read, "Auto-Submitted") == ["auto-generated"]
            assert headers(read, "Feedback-ID") == [f"{written.kind}:roundtable"], "once, of four fields at most"
    kinds = {written.kind for written in cohort.post.written}
    assert kinds >= {"message.replied", "meeting.moved", "seat.removed", "digest"}


async def test_names_and_an_address_of_any_script_and_a_long_subject_arrive_whole(cohort):
    zoe = cohort.members["Zoë"]
    ((_written, read),) = cohort.post.to(zoe, "Your seat in")
    assert read["subject"] == f"Your seat in {COHORT} has ended"
    assert len(read["subject"].encode()) > 100, "the premise: it is longer than a line of a head"
    assert not zoe.person.email.isascii() and read["to"][0]["address"] == zoe.person.email
    assert f"Hello {zoe.person.called}," in read["text"] and COHORT in read["text"] and COHORT in read["html"]


async def test_replies_of_one_conversation_stand_under_one_root_and_can_be_stopped_by_one_click(cohort):
    ben = cohort.members["Ben"]
    replies = [pair for pair in cohort.post.to(ben) if " replied in " in pair[0].subject]
    assert {read["subject"].split()[0] for _written, read in replies} == {"Ana", "Zoë"}
    roots = {(read["inReplyTo"], read["references"]) for _written, read in replies}
    ((root, references),) = roots
    assert root == references and root not in cohort.post.read, "one conversation a channel; its root is no mail"
    for _written, read in replies:
        assert_it_can_be_stopped(read, ben.person, "message.replied")


async def test_a_digest_is_no_answer_to_anything_and_has_a_stop_of_its_own(cohort):
    ana, ben = cohort.members["Ana"], cohort.members["Ben"]
    ((_written, read),) = cohort.post.to(ben, f"{ana.person.name} mentioned you")
    assert "inReplyTo" not in read and "references" not in read and read["attachments"] == []
    assert "on weekdays at 5:00 PM" in read["text"] and "on weekdays at 5:00 PM" in same(read["html"])
    assert_it_can_be_stopped(read, ben.person, choosing.DIGEST)


async def test_r18_the_mail_of_a_moved_meeting_carries_the_file_that_a_calendar_takes_in(cohort):
    ((_written, read),) = cohort.post.to(cohort.members["Ana"], "Moved: Échange")
    (file,) = read["attachments"]
    said = {name: file[name] for name in ("filename", "mimeType", "disposition", "method")}
    assert said == {
        "filename": calendar.name(cohort.meeting), "mimeType": "text/calendar",
        "disposition": "attachment", "method": "PUBLISH",
    }  # fmt: skip
    sent = calendar.file(cohort.meeting)
    content = base64.b64decode(file["content"]).replace(b"\n", b"\r\n")  # this library gives texts unix line ends
    assert content == sent and sent.count(b"\r\n") == sent.count(b"\n") > 10, "sign by sign"
    found = read_by("calendars", content)
    (event,) = found["events"]
    assert (found["method"], event["status"], event["sequence"]) == ("PUBLISH", "CONFIRMED", 1)
    assert event["summary"] == f"Échange · {COHORT}"
    assert event["begins"] == f"{cohort.meeting.starts_at:%Y-%m-%dT%H:%M:%S}.000Z"
    assert headers(read, "List-Unsubscribe") == [] == headers(read, "List-Unsubscribe-Post"), "it cannot be stopped"
