"""A PDF: who wrote it, a copy without that, its pages as pictures with their text. The only import of its libraries."""

from pathlib import Path
from typing import Any

import pypdfium2
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

from community.uploads.apart.found import Found, Refused

MOST_PAGES = 500  # of a document
MOST_PICTURES = 40  # pages that are drawn
WIDTH, MOST_SCALE = 1100, 4  # pixels of a drawn page; times its own size
MOST_TEXT = 50_000  # letters of one page
RUNS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition"}
NAMES = {
    "/Author": "author", "/Title": "title", "/Creator": "device", "/CreationDate": "made_at", "/Subject": "comment",
}


def look(_kind: str, file: Path, folder: Path) -> Found:
    try:
        drawn = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as wrong:
        raise Refused("locked" if "password" in str(wrong).lower() else "broken") from None
    if len(drawn) > MOST_PAGES:
        raise Refused("large")
    if len(drawn) < 1:
        raise Refused("broken")
    try:
        metadata = _copied(file, folder / "copy")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise Refused("broken") from None
    pages = [_page(drawn, number, folder) for number in range(min(len(drawn), MOST_PICTURES))]
    return Found(metadata=metadata, copy="copy", pages=pages)


def _copied(file: Path, to: Path) -> dict[str, Any]:
    """Its pages in a new document: with it go author, history, scripts, attachments, what is not on a page."""
    reader, writer = PdfReader(file), PdfWriter()
    if reader.is_encrypted:
        raise Refused("locked")
    said: dict[str, Any] = dict(reader.metadata or {})
    for page in reader.pages:
        for name in ("/AA", "/Metadata", "/PieceInfo", "/LastModified"):
            page.pop(name, None)
        for note in page.get("/Annots", None) or []:
            _quieten(note.get_object())
        writer.add_page(page)
    writer.metadata = None
    with to.open("wb") as out:
        writer.write(out)
    return {plain: str(said[name])[:300] for name, plain in NAMES.items() if str(said.get(name) or "").strip()}


def _quieten(note: DictionaryObject) -> None:
    """A note keeps its words and loses its author; what would run loses what it runs."""
    note.pop("/AA", None)
    action = note.get("/A")
    if action is not None and action.get_object().get("/S") in RUNS:
        note.pop("/A")
    if note.get("/Subtype") not in ("/Widget", "/Link"):
        note.pop("/T", None)
    if note.get("/Subtype") == "/FileAttachment":
        note.pop("/FS", None)


def _page(document: pypdfium2.PdfDocument, number: int, folder: Path) -> dict[str, str]:
    page = document[number]
    width, height = page.get_size()
    scale = min(MOST_SCALE, WIDTH / max(1, width), 2 * WIDTH / max(1, height))
    name = f"page-{number + 1}"
    page.render(scale=scale).to_pil().save(folder / name, "WEBP", quality=80, method=2)
    text = page.get_textpage().get_text_bounded()[:MOST_TEXT].replace("\x00", "")
    page.close()
    return {"file": name, "text": text}
