"""Word, PowerPoint, Excel and OpenDocument: looked at from their list of contents on, copied without authors."""

import re
import zipfile
from itertools import pairwise
from pathlib import Path

from community.uploads.apart.found import Found, Refused

MOST_ENTRIES = 5_000
MOST_UNPACKED = 300_000_000  # bytes of all of it, as the list says and as it is
MAIN = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
MACROS = re.compile(r"(^|/)(vbaProject\.bin|Basic/|Scripts/)", re.I)
SAID = {
    "author": rb"<(?:dc:creator|meta:initial-creator)[^>]*>([^<]+)<",
    "editor": rb"<cp:lastModifiedBy[^>]*>([^<]+)<",
    "title": rb"<dc:title[^>]*>([^<]+)<",
    "company": rb"<Company[^>]*>([^<]+)<",
    "made_at": rb"<(?:dcterms:created|meta:creation-date)[^>]*>([^<]+)<",
}
ABOUT = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml")
# Names of people: what stands between such tags, or in such attributes.
TAGS = (
    rb"dc:creator|cp:lastModifiedBy|meta:initial-creator|meta:printed-by|meta:user-defined|dc:title|dc:subject|"
    rb"dc:description|cp:keywords|Company|Manager|author|vt:lpwstr|vt:lpstr|Template"
)
BETWEEN = re.compile(rb"(<(" + TAGS + rb")(?:\s[^>]*)?>)[^<]*(</\2>)")
ATTRIBUTES = re.compile(
    rb'(\s(?:w:author|w:initials|w15:author|displayName|userId|userName|refreshedBy|providerId|initials|'
    rb'loext:sender-initials)=")[^"]*(")'
)
PEOPLE = re.compile(
    r"^(word/.*|ppt/(commentAuthors|authors).*|ppt/comments/.*|xl/(comments|threadedComments|persons|revisions|pivotCache).*|xl/workbook)\.xml$"
)
OPEN_TEXT = ("content.xml", "styles.xml")
AUTHOR_NAME = re.compile(rb'(<(?:p(?:188)?:(?:cmAuthor|author)|userInfo)\b[^>]*\sname=")[^"]*(")')
FOLDER = re.compile(rb'(<x15ac:absPath\b[^>]*\surl=")[^"]*(")')  # where it was saved: C:\Users\…
TEMPLATE_RELATION = ("word/_rels/settings.xml.rels", re.compile(rb'(\sTarget=")file:[^"]*(")'))
THUMBNAIL = re.compile(r"^(docProps/thumbnail\.|Thumbnails/)", re.I)
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def look(kind: str, file: Path, folder: Path) -> Found:
    try:
        with zipfile.ZipFile(file) as packed:
            _check(kind, packed)
            metadata = _said(packed)
            _copy(packed, folder / "copy")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
        raise Refused("broken") from None
    return Found(metadata=metadata, copy="copy")


def _check(kind: str, packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused("large")
    if len(names) < len(entries) or _overlap(entries):
        raise Refused("broken")
    if any(entry.flag_bits & 1 for entry in entries) or "EncryptedPackage" in names:
        raise Refused("locked")
    if any(MACROS.search(name) for name in names):
        raise Refused("macros")
    is_text = kind == "odt" and "mimetype" in names and b"opendocument.text" in packed.read("mimetype")
    if not is_text and MAIN.get(kind) not in names:
        raise Refused("kind")


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes, as a bomb's do."""
    places = sorted((entry.header_offset, entry.header_offset + 30 + entry.compress_size) for entry in entries)
    return any(end > start for (_begin, end), (start, _end) in pairwise(places))


def _said(packed: zipfile.ZipFile) -> dict[str, str]:
    about = b"".join(packed.read(name) for name in ABOUT if name in packed.namelist())[:1_000_000]
    found = {name: re.search(pattern, about) for name, pattern in SAID.items()}
    return {name: match[1].decode("utf-8", "replace").strip()[:300] for name, match in found.items() if match}


def _copy(packed: zipfile.ZipFile, to: Path) -> None:
    left = MOST_UNPACKED
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in packed.infolist():
            if entry.is_dir() or THUMBNAIL.match(entry.filename):
                continue
            with packed.open(entry) as source:
                content = source.read(left + 1)
            left -= len(content)
            if left < 0:
                raise Refused("large")
            plain = zipfile.ZipInfo(entry.filename, LONG_AGO)
            how = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
            copy.writestr(plain, _nameless(entry.filename, content), how)


def _nameless(name: str, content: bytes) -> bytes:
    if name in ABOUT or name in OPEN_TEXT or PEOPLE.match(name):
        content = ATTRIBUTES.sub(rb"\1\2", BETWEEN.sub(rb"\1\3", content))
        content = FOLDER.sub(rb"\1\2", AUTHOR_NAME.sub(rb"\1\2", content))
    elif name == TEMPLATE_RELATION[0]:
        content = TEMPLATE_RELATION[1].sub(rb"\1file:///Normal.dotm\2", content)
    elif name == "_rels/.rels" or name == "META-INF/manifest.xml":
        content = re.sub(rb"<(?:Relationship|manifest:file-entry)\b[^>]*[Tt]humbnail[^>]*/>", b"", content)
    return content
