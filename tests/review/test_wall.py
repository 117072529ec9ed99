"""The wall: of who made it a reviewer reads, hears and is sent nothing; the earner of reviewers as little (R50)."""

import io
import re
from dataclasses import fields, is_dataclass
from datetime import date
from html import unescape
from urllib.parse import unquote
from uuid import uuid4

import pytest_asyncio
from PIL import Image
from pypdf import PdfReader

from community import clock, db, mail
from community.affiliates import actions as affiliates
from community.evidence import actions as evidence
from community.evidence import queries as works
from community.evidence.artifacts import actions as artifacts
from community.evidence.artifacts import queries as files
from community.evidence.scrub import actions as scrub
from community.people.queries import people_by_id
from community.review.approving import queries as approvals
from community.review.claims import queries as claims
from community.review.deciding import actions as deciding_actions
from community.review.deciding import queries as decisions
from community.review.deciding import rules as deciding
from community.review.judging import queries as judging
from community.review.queue import queries as queue
from community.review.reading import pieces, queries
from community.submissions import settling
from tests.board.live import open_page, served
from tests.support.artifacts import a_pdf, artifacts_of, attaches
from tests.support.attempts import has_submitted, makes_all
from tests.support.cohorts import a_cohort, a_local
from tests.support.evidence import writes
from tests.support.feedback import asks, gives
from tests.support.people import signed_in_client
from tests.support.pictures import a_picture
from tests.support.reviewing import a_reviewer
from tests.support.reviews import all_at, claims_it, own_claim, presses, recommends

NAME, CALLED, EMAIL = "Wilhelmina Quisenberry", "Wilhelmina", "wq.8812@zephyrhollow.example"
AFFILIATE, COHORT, FILE, ARTIST = "Zephyr Hollow Teachers", "Xanthic Circle", "blenkinsop-notes", "Thorvald Ibsenius"
PEER, FOCUS = "Your peer Umberto says brindlemoss", "Is the brackish passage clear?"
ID = 987_654_321_000  # the first of those that nobody else has
FORBIDDEN = (
    *("wilhelmina", "quisenberry", "wq.8812", "zephyrhollow", "zephyr hollow", "xanthic", "blenkinsop", "ibsenius"),
    *("umberto", "brindlemoss", "brackish", "987654321"),
)
LINK = re.compile(r'(?:href|src|action|formaction|hx-get|hx-post)="([^"#][^"]*)"')


class Member:
    """A reviewer with a browser, as open_page wants one."""

    def __init__(self, person, client) -> None:
        self.person, self.client = person, client

    async def opens(self, path):
        return await self.client.get(path)


@pytest_asyncio.fixture
async def submission(app, definition):
    """What somebody with unmistakable names made in an unmistakable place, and submitted."""
    local = await a_local(AFFILIATE)
    async with a_cohort(app, local=local, name=COHORT) as cohort:
        author = await _with_an_id_of_her_own(cohort)
        umberto = await cohort.joins("Umberto Vance")
        request = await asks(cohort, author, focus=FOCUS)
        await gives(umberto, request, warm=PEER)
        await makes_all(author.person, definition)
        plan = "A plan, and [a page](https://example.org/plan?of=me). " * 40
        await writes(author.person, definition, "talk_plan", plan)
        for file in await artifacts_of(author.person, definition, "talk_record"):
            await artifacts.remove(author.person, file)
        await attaches(author.person, definition, "talk_record", f"{FILE}.pdf", a_pdf(author=ARTIST, pages=2))
        photo = await attaches(author.person, definition, "talk_plan", f"{FILE}.jpg", _a_photo())
        await artifacts.describe(author.person, photo, files.Said(photo.name, "A board with two columns"))
        standing = await works.standing(author.person, definition.code)
        for work in standing.works.values():
            for finding in await scrub.check(author.person, work):
                await scrub.answer(author.person, work, finding.key)
        await affiliates.enrol(author.person, local, date(2020, 1, 1))
        await evidence.start(author.person, definition)
        yield await has_submitted(author.person)


async def _with_an_id_of_her_own(cohort):
    """Her number is unmistakable, too."""
    usual = await db.value("select nextval(pg_get_serial_sequence('person', 'id'))")
    own = await db.value("select greatest(:own, max(id)) from person", own=ID)
    await db.value("select setval(pg_get_serial_sequence('person', 'id'), :id)", id=own)
    author = await cohort.joins(NAME, called=CALLED, email=f"{uuid4().hex[:6]}.{EMAIL}")
    await db.value("select setval(pg_get_serial_sequence('person', 'id'), :id)", id=usual)
    assert str(author.person.id).startswith("987654321")
    return author


def _a_photo() -> bytes:
    exif = Image.Exif()
    exif[0x013B], exif[0x9C9D] = ARTIST, NAME.encode("utf-16-le")
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 7.0, 24.0), 3: "W", 4: (120.0, 0.0, 0.0)})
    picture = a_picture((640, 480), "JPEG", exif=exif.tobytes())
    assert Image.open(io.BytesIO(picture)).getexif().get_ifd(0x8825), "the premise: the picture says where it was taken"
    return picture


async def walked(client, start: str, under: tuple[str, ...]) -> dict[str, object]:
    """Every page and file that can be reached by links under these addresses; {address: answer}."""
    found, todo = {}, [start]
    while todo:
        where = todo.pop()
        if where in found:
            continue
        found[where] = answer = await client.get(where)
        if answer.headers.get("content-type", "").startswith("text/html"):
            for link in LINK.findall(answer.text):
                link = unescape(link).split("#")[0]
                if link.startswith(under) and link not in found:
                    todo.append(link)
    return found


def told(where: str, answer) -> str:
    """Everything that an answer says: address, headers, body, and what is inside of a file."""
    said = [where, *(f"{name}: {value}" for name, value in answer.headers.items())]
    kind = answer.headers.get("content-type", "")
    if kind.startswith("application/pdf"):
        document = PdfReader(io.BytesIO(answer.content))
        said += [str(document.metadata), str(document.xmp_metadata and document.xmp_metadata.stream.get_data())]
        said += [page.extract_text() for page in document.pages]
    elif kind.startswith("image/"):
        picture = Image.open(io.BytesIO(answer.content))
        exif = picture.getexif()
        said += [str(dict(exif)), str(dict(exif.get_ifd(0x8825))), str(picture.info.keys())]
        assert not exif.get_ifd(0x8825), f"{where} says where it was taken"
    said.append(answer.content.decode("utf-8", "replace"))
    said.append(answer.content.decode("utf-16-le", "replace"))
    return unquote(unescape("\n".join(said))).lower()


def clean(where: str, said: str) -> None:
    for word in FORBIDDEN:
        assert word not in said, f"{where} says {word}: …{said[max(0, said.index(word) - 200) : said.index(word) + 80]}"


async def test_r50_a_reviewer_reads_hears_and_is_sent_nothing_of_who_made_it(app, vera, definition, submission):
    rita = await a_reviewer(vera.desk, definition, "Rita First")
    otto = await a_reviewer(vera.desk, definition, "Otto Second")
    here = f"/reviews/{submission.number}"
    under = ("/reviews", "/inbox", "/approvals")
    async with served(app) as address, signed_in_client(app, rita) as client, signed_in_client(app, otto) as other:
        before = await walked(client, "/reviews", under)
        offer = await client.get(here)
        clean(here, told(here, offer))
        claimed = await presses(client, "/reviews", f"{here}/claims")
        assert claimed.status_code == 303
        clean("claim", told(f"{here}/claims", claimed))
        async with open_page(address, Member(rita, client), here) as page:
            found = await walked(client, here, under)
            await claims_it(otto, submission)
            await presses(client, here, f"{here}/check", complete="yes")
            await presses(other, here, f"{here}/return")
            await recommends(otto, submission, all_at(definition))
            await page.catches_up()
            frames = repr(page.socket.frames)
        saved = await presses(client, here, f"{here}/draft")
        assert saved.status_code == 303
        await recommends(rita, submission, all_at(definition))
        after = await walked(client, here, under)
        assert "Outcome: Earned" in after[here].text
    kinds = {answer.headers["content-type"].split(";")[0] for answer in found.values()}
    assert {"text/html", "application/pdf", "image/webp"} <= kinds, "the premise: pages, files and pictures were opened"
    assert any("/links/" in where for where in found) and any("/pages/2/" in where for where in found)
    assert "show" in frames and f"submission:{submission.number}" in frames, "the premise: the socket was heard"
    for where, answer in [*before.items(), *found.items(), *after.items()]:
        assert answer.status_code in (200, 405), where  # a form's address is no page, and says nothing either
        clean(where, told(where, answer))
    clean("the socket", frames.lower())
    for letter in mail.kept():
        if letter.to in (rita.email, otto.email):
            clean("a mail", f"{letter.subject} {letter.text}".lower())


async def test_r50_a_link_is_followed_through_a_page_of_ours_that_hides_where_from(app, vera, definition, submission):
    rita = await a_reviewer(vera.desk, definition)
    await claims_it(rita, submission)
    here = f"/reviews/{submission.number}"
    async with signed_in_client(app, rita) as client:
        page = (await client.get(here)).text
        assert 'href="https://example.org' not in page
        (first, *_more) = re.findall(rf'href="({here}/links/[^"]+)"', page)
        answer = await client.get(first)
        assert "https://example.org/plan?of=me" in unescape(answer.text)
        assert answer.headers["referrer-policy"] == "no-referrer" and 'rel="noreferrer noopener"' in answer.text
        assert (await client.get(f"{here}/links/talk_plan/9999")).status_code == 404


# What templates of reviewers are handed.
HANDED = (
    *(queue.Waiting, claims.Claim, queries.Attempt, queries.Text, queries.File, queries.Page, queries.Before),
    *(pieces.Shown, pieces.Piece, judging.Draft, judging.Kept, decisions.Decision, deciding_actions.Case),
    *(deciding.Rubric, deciding.Said, deciding.Recommendation),
)
OF_A_PERSON = re.compile(r"person|affiliate|local|cohort|seat|earner|author|member|email|application|feedback|sent_as")


def test_r50_what_reviewers_templates_are_handed_has_no_field_of_a_person():
    for kind in HANDED:
        assert is_dataclass(kind)
        assert [one.name for one in fields(kind) if OF_A_PERSON.search(one.name)] == [], kind.__name__


async def test_r50_the_earner_learns_nothing_of_the_reviewers(app, vera, definition, submission):
    readers = [await a_reviewer(vera.desk, definition, name) for name in ("Grimaldus Fenwick", "Odalys Brandvold")]
    key = all_at(definition)[0].criterion_key
    for person in readers:
        await recommends(person, submission, all_at(definition, **{key: "not_yet"}), "To the approver: krummholz")
    here = f"/approvals/{submission.number}"
    await presses(vera, here, f"{here}/sentences", **{f"follow-{key}": "Both remarks name the same thing."})
    await settling.tell(submission.id)
    author = (await people_by_id([submission.person_id]))[submission.person_id]
    forbidden = [word.lower() for person in (*readers, vera.person) for word in (*person.name.split(), person.email)]
    async with signed_in_client(app, author) as client:
        found = await walked(client, f"/submissions/{submission.number}", ("/submissions", "/work/EL-02", "/inbox"))
    said = {where: unescape(f"{answer.headers} {answer.text}").lower() for where, answer in found.items()}
    said["a mail"] = " ".join(f"{one.subject} {one.text}" for one in mail.kept() if one.to == author.email).lower()
    for where, words in said.items():
        for word in (*forbidden, "krummholz", *(f"/people/{person.id}/" for person in readers)):
            assert word not in words, f"{where} says {word}"


async def test_r41_reviewers_see_no_self_assessment_and_no_outlook(app, vera, definition, submission):
    rita = await a_reviewer(vera.desk, definition)
    await claims_it(rita, submission)
    async with signed_in_client(app, rita) as client:
        page = (await client.get(f"/reviews/{submission.number}")).text
    assert "Would this meet it?" not in page and "brindlemoss" not in page
    assert (await own_claim(rita, submission)).is_held(clock.now())
    assert (await approvals.office(vera.person)).issuers
