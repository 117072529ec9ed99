"""What hostile people stored, on every page of others, in live frames, in letters (A15, A23, A31, A43, A45)."""

import json
import re
from html import unescape
from uuid import uuid4

import pytest
import pytest_asyncio

from community import db, events, mail, signed
from community.config import settings
from community.discussion import actions as discussion
from community.people.codes import actions as codes
from community.people.codes import letters
from community.people.profile import actions as profile
from tests.attacks.corpus import HOSTILE, MARK, traces
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort, csrf_of
from tests.support.discussion import says
from tests.support.evidence import writes

SHORT = ("script", "attribute", "htmx", "clobber", "template")  # fit into a name
PATHS = (
    "/", "/cohorts", "/cohorts/{id}", "/cohorts/{id}/members", "/cohorts/{id}/board", "/cohorts/{id}/board?part=1",
    "/cohorts/{id}/discussion?part=1", "/cohorts/{id}/channels", "/cohorts/{id}/channels/general",
    "/cohorts/{id}/names?q=",
    "/cohorts/{id}/search?q=hostile", "/cohorts/{id}/members/{seat}/removal", "/cohorts/{id}/messages/{message}",
    "/cohorts/{id}/messages/{message}/versions", "/work", "/work/EL-02", "/work/EL-02/talk_plan",
    "/work/EL-02/talk_plan/revisions", "/work/EL-02/talk_plan/revisions/1", "/profile", "/sessions",
)


@pytest_asyncio.fixture(scope="module", params=SHORT)
async def hostile(app, request):
    """A cohort in which everything that people write is hostile; `about` is what stands in the places of PATHS."""
    text = HOSTILE[request.param]
    name = f"{text[:60]} x"
    async with a_cohort(app, "Ana", "Ben", name=f"Cohort {text}"[:120]) as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        same = {"time_zone": "UTC", "language": "en", "role": "teacher", "theme": "auto"}
        await profile.change(ana.person, name=name, called=text[:40], pronouns=text[:30], about=text[:200], **same)
        channel = await discussion.make_channel(cohort.facilitator.seat, cohort.cohort, text[:60])
        message = await says(ana, f"hostile {text} @{text[:40]} **a** {text}")
        await says(ben, f"> {text}\n\n```\n{text}\n```\n[{text}](https://a.example/{text})", thread=message)
        await says(ana, text, spot=str(channel.id))
        await discussion.edit(ana.seat, cohort.cohort, message, f"hostile {text}")
        await writes(ana.person, await a_definition(), "talk_plan", f"{text} one")
        cohort.about = {"id": cohort.id, "seat": ana.seat.id, "message": message.id}
        yield cohort


async def test_a23_every_page_shows_it_as_it_was_typed(hostile):
    shown = 0
    for who in ("Ana", "Ben", hostile.facilitator.name):
        for path in PATHS:
            answer = await (await hostile.seats(who)).opens(path.format(**hostile.about))
            assert answer.status_code in (200, 403, 404), path
            assert traces(answer.text) == [], f"{who} at {path}"
            shown += MARK in unescape(answer.text)
    assert shown > 20, "the premise: it is shown"


async def test_a15_so_does_every_live_frame(hostile):
    """From the beginning of each topic, as a reader who was away hears it."""
    epoch, html = await events.epoch(), []
    rows = await db.many(dict, "select name from topic order by name limit 100")
    for who in ("Ana", "Ben", hostile.facilitator.name):
        member = await hostile.seats(who)
        for topic in (row["name"] for row in rows):
            mark = signed.write_marks([signed.Mark(topic, epoch, 0)], member.person.id)[0]
            answer = await member.client.get("/live/missed", params={"follow": json.dumps([[mark, 0]])})
            html += [frame["show"]["html"] for frame in answer.json()["frames"] if "show" in frame]
    assert any(MARK in unescape(one) for one in html), "the premise: it is told live"
    assert [traces(one) for one in html if traces(one)] == []


async def test_a31_ids_and_names_in_what_people_wrote_are_ours(hostile):
    ben = await hostile.seats("Ben")
    page = (await ben.opens(f"/cohorts/{hostile.id}/channels/general")).text
    bodies = re.findall(r'<div class="body" hx-ignore>(.*?)</div>', page, re.S)
    assert bodies
    assert not any(re.search(r"<[^>]*\b(id|name|data-into|hx-\w+)=", body) for body in bodies)


async def test_a43_a45_letters_say_it_as_text(hostile):
    ana = await hostile.seats("Ana")
    code = await codes.ask("password", ana.person.email, "en")
    await letters.deliver({"id": code.id})
    letter = mail.kept()[0]
    assert letter.to == ana.person.email
    file = (settings().data / "mail" / f"{letter.name}.eml").read_bytes()
    head, _blank, body = file.partition(b"\r\n\r\n")
    assert MARK.encode() not in head
    assert b"<script>" not in body


@pytest.mark.parametrize("text", ["a\r\nBcc: eve@evil.example", "a\nb", "a\x00b", "a\u2028b", "\u202eabc"])
async def test_a43_a_cohort_s_name_is_one_line(app, text):
    async with a_cohort(app, "Ana") as cohort:
        fields = {
            "affiliate": str(cohort.local.id), "definition": "EL-02", "name": f"Name {text}", "starts_on": "2027-01-01",
            "ends_on": "2027-03-01", "capacity": "8", "time_zone": "UTC", "language": "en",
            "post_key": str(uuid4()),
        }
        client = await cohort.browser(cohort.organizer)
        answer = await client.post("/cohorts", data={"csrf": await csrf_of(client)} | fields)
        if answer.status_code == 303:
            name = await db.value("select name from cohort order by id desc limit 1")
            assert not set(name) & set("\r\n\x00\u2028\u202e"), "taken without what turns or breaks a line"
        else:
            assert answer.status_code == 422
