"""The wall, for tests: an attempt of somebody with unmistakable names; what a browser reaches, and all that it says."""

import io
import re
import zipfile
from collections import Counter
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import unquote
from uuid import uuid4

from PIL import Image
from pypdf import PdfReader

from community import db
from community import files as stored
from community.affiliates import actions as affiliates
from community.evidence import actions as evidence
from community.evidence import queries as works
from community.evidence.artifacts import actions as artifacts
from community.evidence.artifacts import queries as files
from community.evidence.scrub import actions as scrub
from community.people.exports import actions as exporting
from community.people.exports import queries as exports
from tests.support.artifacts import a_pdf, an_office_file, artifacts_of, attaches
from tests.support.attempts import has_submitted, makes_all
from tests.support.cohorts import a_cohort, a_local
from tests.support.evidence import writes
from tests.support.feedback import asks, gives
from tests.support.media import a_wav, a_webm, an_mp3, an_mp4, an_ogg, comments, in_a_list
from tests.support.pictures import a_picture

NAME, CALLED, EMAIL = "Wilhelmina Quisenberry", "Wilhelmina", "wq.8812@zephyrhollow.example"
AFFILIATE, COHORT, FILE, ARTIST = "Zephyr Hollow Teachers", "Xanthic Circle", "blenkinsop-notes", "Thorvald Ibsenius"
PEER, FOCUS = "Your peer Umberto says brindlemoss", "Is the brackish passage clear?"
ID = 987_654_321_000  # the first of those that nobody else has
FORBIDDEN = (
    *("wilhelmina", "quisenberry", "wq.8812", "zephyr", "xanthic", "blenkinsop", "ibsenius"),
    *("umberto", "brindlemoss", "brackish", "987654321"),
    "087.2600",  # where the film was made
)
LINK = re.compile(r'(?:href|src|action|formaction|hx-get|hx-post)="([^"#][^"]*)"')
NUMBER = re.compile(r"/[^/]*\d[^/]*")
# What an office writes, sound and film, each with its maker inside.
KINDS = {
    **{kind: an_office_file(kind, ARTIST) for kind in ("docx", "odt", "pptx", "xlsx")},
    "mp3": an_mp3(ARTIST.encode()),
    "wav": a_wav(in_a_list(IART=ARTIST)),
    "ogg": an_ogg(
        b"\x01vorbis" + bytes(23),
        comments(b"\x03vorbis", b"\x01", "a maker", f"ARTIST={ARTIST}"),
        b"\x05vorbis" + b"book" * 20,
        b"the sound",
    ),
    "mp4": an_mp4(b"mp42", ARTIST.encode()),
    "webm": a_webm(ARTIST, [("ARTIST", ARTIST)]),
}


class Attempt:
    """One `submission`, its `author` with her seat and browser, and the `cohort` in which she sits."""

    def __init__(self, submission, author, cohort) -> None:
        self.submission, self.author, self.cohort = submission, author, cohort


@asynccontextmanager
async def an_unmistakable_attempt(app, definition):
    """What somebody with unmistakable names made in an unmistakable place, and submitted."""
    local = await a_local(AFFILIATE)
    slug = f"zephyr-{uuid4().hex[:6]}"
    local = replace(local, slug=await db.value(SLUG, id=local.id, slug=slug))
    async with AsyncExitStack() as stack:
        async with an_unmistakable_id("cohort"):
            cohort = await stack.enter_async_context(a_cohort(app, local=local, name=COHORT))
        async with an_unmistakable_id("person"):
            author = await cohort.joins(NAME, called=CALLED, email=f"{uuid4().hex[:6]}.{EMAIL}")
        assert all(str(one).startswith("987654321") for one in (cohort.id, author.person.id)), "the premise"
        umberto = await cohort.joins("Umberto Vance")
        request = await asks(cohort, author, focus=FOCUS)
        await gives(umberto, request, warm=PEER)
        await makes_all(author.person, definition)
        plan = "A plan, and [a page](https://example.org/plan?of=me). " * 40
        await writes(author.person, definition, "talk_plan", plan)
        await _attach_files(author.person, definition)
        standing = await works.standing(author.person, definition.code)
        for work in standing.works.values():
            for finding in await scrub.check(author.person, work):
                await scrub.answer(author.person, work, finding.key)
        await affiliates.enrol(author.person, local, date(2020, 1, 1))
        await evidence.start(author.person, definition)
        yield Attempt(await has_submitted(author.person), author, cohort)


SLUG = "update affiliate set slug = :slug where id = :id returning slug"


@asynccontextmanager
async def an_unmistakable_id(table: str):
    """The next row of this table has a number that is found wherever it stands."""
    usual = await db.value(f"select nextval(pg_get_serial_sequence('{table}', 'id'))")
    own = await db.value(f"select greatest(:own, max(id)) from {table}", own=ID)
    await db.value(f"select setval(pg_get_serial_sequence('{table}', 'id'), :id)", id=own)
    yield
    await db.value(f"select setval(pg_get_serial_sequence('{table}', 'id'), :id)", id=usual)


async def _attach_files(person, definition) -> None:
    """A document, a photo, and one of each other kind, each with its maker inside."""
    for file in await artifacts_of(person, definition, "talk_record"):
        await artifacts.remove(person, file)
    await attaches(person, definition, "talk_record", f"{FILE}.pdf", a_pdf(author=ARTIST, pages=2))
    photo = await attaches(person, definition, "talk_plan", f"{FILE}.jpg", _a_photo())
    await artifacts.describe(person, photo, files.Said(photo.name, "A board with two columns"))
    for ending, content in KINDS.items():
        assert ARTIST.encode() in content or content.startswith(b"PK"), "the premise: it says who made it"
        key = "talk_plan" if ending == "pptx" else "talk_record"
        await attaches(person, definition, key, f"{FILE}.{ending}", content)


def _a_photo() -> bytes:
    exif = Image.Exif()
    exif[0x013B], exif[0x9C9D] = ARTIST, NAME.encode("utf-16-le")
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 7.0, 24.0), 3: "W", 4: (120.0, 0.0, 0.0)})
    picture = a_picture((640, 480), "JPEG", exif=exif.tobytes())
    assert Image.open(io.BytesIO(picture)).getexif().get_ifd(0x8825), "the premise: the picture says where it was taken"
    return picture


async def walked(client, start: str, whole: tuple[str, ...], but: tuple[str, ...] = ()) -> dict[str, object]:
    """Every page and file that links lead to, {address: answer}: under `whole` all of them, nothing under `but`.

    Of any other kind of address two are opened, numbers and queries apart, so that the walk has an end.
    """
    found, todo, kinds = {}, [start], Counter()
    while todo:
        where = todo.pop()
        kind = NUMBER.sub("/#", where.split("?")[0])
        if where in found or (kinds[kind] >= 2 and not where.startswith(whole)):
            continue
        kinds[kind] += 1
        found[where] = answer = await client.get(where)
        if answer.headers.get("content-type", "").startswith("text/html"):
            links = (unescape(link).split("#")[0] for link in LINK.findall(answer.text))
            todo += [link for link in links if link.startswith("/") and not link.startswith(but)]
    return found


def told(where: str, answer) -> str:
    """Everything that an answer says: address, headers, body, and what is inside of a file."""
    said = [where, *(f"{name}: {value}" for name, value in answer.headers.items())]
    kind = answer.headers.get("content-type", "")
    if kind.startswith("application/pdf") and answer.content:
        document = PdfReader(io.BytesIO(answer.content))
        said += [str(document.metadata), str(document.xmp_metadata and document.xmp_metadata.stream.get_data())]
        said += [page.extract_text() for page in document.pages]
    elif kind.startswith("image/"):
        picture = Image.open(io.BytesIO(answer.content))
        exif = picture.getexif()
        said += [str(dict(exif)), str(dict(exif.get_ifd(0x8825))), str(picture.info)]
        assert not exif.get_ifd(0x8825), f"{where} says where it was taken"
    elif answer.content.startswith(b"PK\x03\x04"):
        said.append(told_in_zip(answer.content))
    said.append(answer.content.decode("utf-8", "replace"))
    said.append(answer.content.decode("utf-16-le", "replace"))
    return unquote(unescape("\n".join(said))).lower()


def told_in_zip(content: bytes) -> str:
    """The names of what is packed, and all of it as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(f"{one.filename} {packed.read(one).decode('utf-8', 'replace')}" for one in packed.infolist())


async def own_data(person) -> str:
    """All that somebody is given who asks for their own data."""
    await exporting.ask(person)
    await exporting.make({"id": (await exports.export(person)).id})
    opened = await stored.open((await exports.export(person)).file)
    return told_in_zip(b"".join([chunk async for chunk in opened.chunks])).lower()


def clean(where: str, said: str, forbidden: tuple[str, ...] = FORBIDDEN) -> None:
    for word in forbidden:
        assert word not in said, f"{where} says {word}: …{said[max(0, said.index(word) - 200) : said.index(word) + 80]}"
