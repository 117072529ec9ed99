"""Files for tests, made on the spot; and what somebody with a page does to send one."""

import io
import zipfile
from uuid import uuid4

from community.evidence import queries as works
from community.evidence.artifacts import actions, queries
from community.uploads import looking
from tests.support.evidence import requirement_of
from tests.support.people import form_in

CODE, KEY = "EL-02", "talk_plan"
ON_THE_PAGE, TITLE = "Five lessons in a row", "A plan"  # in a PDF of ours
DESK = f"/work/{CODE}/{KEY}"
FILES = f"{DESK}/files"


def a_pdf(pages: int = 1, author: str = "", text: str = ON_THE_PAGE) -> bytes:
    """A small document with this text on each page."""
    body = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for number in range(1, pages + 1):
        content = f"BT /F1 24 Tf 72 700 Td ({text}, {number}) Tj ET".encode()
        body.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        body.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(body)
        )
        kids.append(b"%d 0 R" % len(body))
    body[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b" ".join(kids))
    body.append(f"<< /Author ({author}) /Title ({TITLE}) >>".encode())
    return pdf_of(body, b"/Info %d 0 R" % len(body))


def pdf_of(objects: list[bytes], more: bytes = b"") -> bytes:
    """These objects, numbered from 1, as a document whose root is the first; `more` for its trailer."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, more)
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


ODT_META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:creator>%s</dc:creator></office:meta>'
    "</office:document-meta>"
)
OFFICE_FOLDERS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}


def an_office_file(kind: str = "docx", author: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A Word, PowerPoint or Excel file as small as it gets, or an OpenDocument text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        if kind == "odt":
            packed.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
            packed.writestr("content.xml", "<office:document-content/>")
            packed.writestr("meta.xml", ODT_META % author)
        else:
            packed.writestr("[Content_Types].xml", "<Types/>")
            packed.writestr(OFFICE_FOLDERS[kind], "<document/>")
            packed.writestr(
                "docProps/core.xml",
                '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
                f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator></cp:coreProperties>',
            )
        for name, content in (more or {}).items():
            packed.writestr(name, content)
    return out.getvalue()


async def sends(client, name: str, content: bytes, files: str = FILES, **more):
    """Choose a file on the page and send it, as a browser without JavaScript does."""
    fields = form_in((await client.get(files)).text, files) | more
    return await client.post(files, data=fields, files={"file": (name, content, "application/octet-stream")})


async def artifacts_of(person, definition, key: str = KEY):
    """What she has for this requirement."""
    requirement = await requirement_of(definition, key)
    return await queries.artifacts(person, await works.work(person, definition.code, requirement.key))


async def looked_at(person, definition, key: str = KEY):
    """The same, once the worker has looked at all of it."""
    for artifact in await artifacts_of(person, definition, key):
        await looking.look_at_file(actions.KEEPER, {"upload": artifact.id})
    return await artifacts_of(person, definition, key)


async def attaches(person, definition, key: str, name: str, content: bytes):
    """Send a file and have it looked at, without a page."""

    async def pieces():
        yield content

    standing = await works.standing(person, definition.code)
    await actions.take_in(person, standing, await requirement_of(definition, key), name, pieces(), uuid4())
    return (await looked_at(person, definition, key))[-1]


async def says_a_file(person, definition, name: str, size: int = 9000, key: str = KEY):
    """A file will come, and nothing of it is here yet."""
    standing = await works.standing(person, definition.code)
    return await actions.create(person, standing, await requirement_of(definition, key), name, size, uuid4())
