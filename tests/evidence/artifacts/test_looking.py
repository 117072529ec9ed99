"""What is looked at once it has come: nobody's name, place or program is in what others see (A35, A37, A39, F140)."""

import asyncio
import io
import zipfile

import pytest
import pytest_asyncio
from PIL import Image

from community.config import settings
from community.errors import Unavailable
from community.evidence.artifacts import actions, queries
from community.uploads import keeping, looking
from tests.evidence.artifacts.test_files import stored
from tests.people.test_pictures import boasting
from tests.support.artifacts import FILES, a_pdf, an_office_file, artifacts_of, attaches, looked_at, sends
from tests.support.people import form_in
from tests.support.pictures import a_picture

SECRET = "Ana Torres of Harbor View"


async def copy_of(client, file) -> bytes:
    answer = await client.get(f"{file.address}/copy/content")
    assert answer.status_code == 200
    return answer.content


def a_photo(size=(3000, 1500)) -> bytes:
    exif = Image.Exif()
    exif[0x013B], exif[0x0112], exif[0x010F], exif[0x0110] = SECRET, 6, "Acme", "Phone 9"
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 30.0, 0.0), 3: "W", 4: (87.0, 15.0, 36.0)})
    return a_picture(size, "JPEG", exif=exif.tobytes(), comment=SECRET.encode())


async def test_a37_a_picture_is_drawn_anew_and_says_nothing_of_who_and_where(at_home, ana, definition):
    sent = a_photo()
    file = await attaches(ana, definition, "talk_plan", "board.jpg", sent)
    assert SECRET.encode() in sent, "the premise"
    assert file.metadata["author"] == SECRET and file.metadata["device"] == "Acme Phone 9"
    assert file.metadata["place"] == [41.5, -87.26]
    seen = await copy_of(at_home, file)
    assert SECRET.encode() not in seen and b"EXIF" not in seen
    with Image.open(io.BytesIO(seen)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (1000, 2000)), "upright, within its bounds"
    page = (await at_home.get(file.address)).text
    assert SECRET in page and "41.5, -87.26" in page, "its owner is told"
    assert (await at_home.get(f"{file.address}/content")).content == sent, "the original is for its owner"
    (answer,) = [await at_home.get(f"{file.address}/copy/content")]
    assert answer.headers["content-disposition"].startswith("inline") and answer.headers["content-type"] == "image/webp"


async def test_a37_a_pdf_is_copied_without_its_author_and_shown_in_pages(at_home, ana, definition):
    sent = a_pdf(pages=3, author=SECRET, text="Five lessons in a row")
    file = await attaches(ana, definition, "talk_plan", "plan.pdf", sent)
    assert SECRET.encode() in sent and file.metadata["author"] == SECRET and file.pages == 3
    seen = await copy_of(at_home, file)
    assert SECRET.encode() not in seen and seen.startswith(b"%PDF")
    pages = await queries.pages(ana, file)
    assert [page.text.strip() for page in pages] == [f"Five lessons in a row, {number}" for number in (1, 2, 3)]
    answer = await at_home.get(f"{file.address}/pages/3/content")
    assert answer.headers["content-type"] == "image/webp"
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.size[0] == 1100
    assert (await at_home.get(f"{file.address}/pages/4/content")).status_code == 404
    assert "Page 3 as text" in (await at_home.get(file.address)).text


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx", "odt"])
async def test_a37_an_office_file_is_copied_without_its_authors(at_home, ana, definition, kind):
    from community.uploads.apart import office

    comments = {
        "word/comments.xml": f'<w:comment w:author="{SECRET}" w:initials="AT">Good</w:comment>'.encode(),
        "ppt/commentAuthors.xml": f'<p:cmAuthor id="0" name="{SECRET}" initials="AT"/>'.encode(),
        "xl/comments1.xml": f"<authors><author>{SECRET}</author></authors>".encode(),
    }
    sent = an_office_file(kind, author=SECRET, more={} if kind == "odt" else comments)
    folder = io.BytesIO(sent)
    with zipfile.ZipFile(folder) as before:
        assert any(SECRET.encode() in before.read(name) for name in before.namelist()), "the premise"
    if kind == "xlsx":  # this requirement asks for no table
        assert office.MAIN[kind] in zipfile.ZipFile(folder).namelist()
        return
    file = await attaches(ana, definition, "talk_plan", f"plan.{kind}", sent)
    assert file.metadata["author"] == SECRET
    with zipfile.ZipFile(io.BytesIO(await copy_of(at_home, file))) as seen:
        assert seen.testzip() is None
        assert not any(SECRET.encode() in seen.read(name) for name in seen.namelist())
        if kind == "docx":
            assert b"Good" in seen.read("word/comments.xml"), "what was said stays"


def a_bomb() -> bytes:
    """Few bytes that would unpack to very many."""
    return an_office_file(more={f"word/{number}.xml": b"\0" * 40_000_000 for number in range(9)})


def macros() -> bytes:
    return an_office_file(more={"word/vbaProject.bin": b"Sub AutoOpen()"})


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("run.exe", b"MZ")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("bomb.docx", a_bomb, "large"),
        ("macros.docx", macros, "macros"),
        ("other.docx", a_zip, "kind"),
        ("table.docx", lambda: an_office_file("xlsx"), "kind"),
        ("cut.docx", lambda: an_office_file()[:-40], "broken"),
        ("cut.pdf", lambda: a_pdf()[:60], "broken"),
        ("pages.pdf", lambda: a_pdf(pages=600), "large"),
        ("huge.png", boasting, "large"),
        ("cut.png", lambda: a_picture()[:60], "broken"),
    ],
)
async def test_a35_what_would_burst_or_run_is_refused_and_not_kept(at_home, ana, definition, name, content, why):
    before = stored()
    file = await attaches(ana, definition, "talk_plan", name, content())
    assert (file.state, file.why, file.file) == ("refused", why, "")
    assert "not taken: " in (await at_home.get(FILES)).text
    for way in ("content", "copy/content"):
        assert (await at_home.get(f"{file.address}/{way}")).status_code == 404
    await keeping.forget_files({})
    assert stored() <= before


async def test_a_picture_says_what_is_on_it_or_that_it_decorates(at_home, ana, definition):
    """F140"""
    file = await attaches(ana, definition, "talk_plan", "board.png", a_picture())
    assert "say what is on it" in (await at_home.get(FILES)).text
    page = form_in((await at_home.get(file.address)).text, file.address)
    await at_home.post(file.address, data=page | {"name": file.name, "alt": "A board with two questions"})
    assert "say what is on it" not in (await at_home.get(FILES)).text
    assert 'alt="A board with two questions"' in (await at_home.get(file.address)).text
    await at_home.post(file.address, data=page | {"name": file.name, "alt": "Something", "decorative": "yes"})
    (now,) = await artifacts_of(ana, definition)
    assert (now.alt, now.decorative, now.needs_words) == ("", True, False)


# --- the scanner ---

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Scanner:
    """Speaks INSTREAM as clamd does, and knows one harmful file."""

    def __init__(self) -> None:
        self.seen = b""

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(10) == b"zINSTREAM\0"
        self.seen = b""
        while size := int.from_bytes(await reader.readexactly(4)):
            self.seen += await reader.readexactly(size)
        writer.write(b"stream: Eicar-Signature FOUND\0" if EICAR in self.seen else b"stream: OK\0")
        await writer.drain()
        writer.close()


@pytest_asyncio.fixture
async def scanner(monkeypatch):
    one = Scanner()
    async with await asyncio.start_server(one, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        monkeypatch.setenv("ROUNDTABLE_SCANNER", f"clamd://127.0.0.1:{port}")
        settings.cache_clear()
        yield one
    monkeypatch.undo()
    settings.cache_clear()


async def test_a39_what_a_scanner_knows_is_refused(at_home, ana, definition, scanner):
    harmless = await attaches(ana, definition, "talk_plan", "plan.pdf", a_pdf())
    assert harmless.state == "ready" and scanner.seen == a_pdf(), "it saw all of it"
    await attaches(ana, definition, "talk_plan", "bad.pdf", a_pdf() + EICAR)
    file = (await artifacts_of(ana, definition))[-1]
    assert (file.state, file.why) == ("refused", "harmful")
    assert (await at_home.get(f"{file.address}/content")).status_code == 404
    assert "our scanner says that it is harmful" in (await at_home.get(FILES)).text


async def test_a39_while_no_scanner_answers_nobody_opens_it(at_home, ana, definition, monkeypatch):
    monkeypatch.setenv("ROUNDTABLE_SCANNER", "clamd://127.0.0.1:1")
    settings.cache_clear()
    try:
        assert (await sends(at_home, "plan.pdf", a_pdf())).status_code == 303
        (file,) = await artifacts_of(ana, definition)
        with pytest.raises(Unavailable):
            await looking.look_at_file(actions.KEEPER, {"upload": file.id})
        (file,) = await artifacts_of(ana, definition)
        assert file.state == "checking" and await queries.shown(ana, file.work_id) == []
        assert (await at_home.get(f"{file.address}/copy/content")).status_code == 404
        assert "being looked at" in (await at_home.get(FILES)).text
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert [file.state for file in await looked_at(ana, definition)] == ["ready"]
