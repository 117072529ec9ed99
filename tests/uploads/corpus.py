"""Sixty hostile files, made on the spot: what each is called, what is in it, and what is to become of it."""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from tests.support.artifacts import a_pdf, an_office_file
from tests.support.media import a_wav, a_webm, an_mp4, an_ogg, box, in_a_list
from tests.support.pictures import a_picture

MARK = "Wilhelmina Quisenberry"
SAID = MARK.encode()
SCRIPT = b"<script>alert(document.domain)</script>"
NOT_TAKEN = "not taken"  # by its name and its first bytes, before anything of it is kept
CLEAN = ""  # taken, and in the copy that others get nothing of what made it hostile


@dataclass(frozen=True)
class Hostile:
    """`becomes`: NOT_TAKEN, CLEAN, or why it is refused when it is looked into. `hides`: what no copy may hold."""

    name: str
    make: Callable[[], bytes]
    becomes: str
    hides: bytes = b""


# --- pictures ---


def _png_saying(text: str, packed: bool = False) -> bytes:
    out, info = io.BytesIO(), PngImagePlugin.PngInfo()
    info.add_text("Author", text, zip=packed)
    Image.new("RGB", (40, 30), "teal").save(out, "PNG", pnginfo=info)
    return out.getvalue()


def _png_of(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (head, b"IDAT" + zlib.compress(bytes(1000)), b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks
    )


def _frames(many: int) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("P", (16, 16), number % 200) for number in range(many)]
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:], comment=SAID)
    return out.getvalue()


def _jpeg_with(comment: bytes) -> bytes:
    whole = a_picture(kind="JPEG")
    return whole[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + whole[2:]


# --- documents ---


def _written(change: Callable[[PdfWriter], None], pages: int = 1) -> bytes:
    out, writer = io.BytesIO(), PdfWriter(clone_from=PdfReader(io.BytesIO(a_pdf(pages=pages))))
    change(writer)
    writer.write(out)
    return out.getvalue()


def _boundless(writer: PdfWriter) -> None:
    huge = ArrayObject(FloatObject(number) for number in (0, 0, 1e8, 1e8))
    writer.pages[0][NameObject("/MediaBox")] = huge


def _runs(writer: PdfWriter) -> None:
    run = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")}
    action = DictionaryObject({NameObject(name): value for name, value in run.items()})
    writer.root_object[NameObject("/OpenAction")] = action
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})


def _kids_in_a_ring() -> bytes:
    return a_pdf().replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]").replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")


def _packed(entries: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


def _twice() -> bytes:
    """One name for two contents: what a scanner reads is not what a program opens."""
    out = io.BytesIO(an_office_file())
    with zipfile.ZipFile(out, "a") as packed, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it is there twice is the point
        packed.writestr("word/document.xml", SCRIPT)
    return out.getvalue()


def _lying() -> bytes:
    """Its list says that a large part is small."""
    whole = bytearray(an_office_file(more={"word/large.xml": b"\0" * 2_000_000}))
    at = whole.rindex(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(whole)


def _sealed() -> bytes:
    whole = bytearray(an_office_file())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := whole.find(sign, at + 1)) >= 0:
            whole[at + place] |= 1
    return bytes(whole)


def _many_entries() -> bytes:
    return an_office_file(more={f"word/{number}.xml": b"" for number in range(5_100)})


# --- sound and moving pictures ---


def _deep(levels: int) -> bytes:
    inner = b""
    for _level in range(levels):
        inner = box(b"moov", inner)
    return box(b"ftyp", b"mp42\0\0\0\0mp42isom") + inner


def _mp3(size: int, said: bytes) -> bytes:
    length = bytes((size >> (7 * place)) & 0x7F for place in (3, 2, 1, 0))
    return b"ID3\x03\x00\x00" + length + said + b"\xff\xfb\x90\x00" + bytes(400)


CORPUS = (
    # A33: one thing by its name, another by its content; two things at once
    Hostile("plan.pdf", lambda: SCRIPT + a_pdf(), NOT_TAKEN),
    Hostile("plan.pdf", lambda: a_picture(kind="JPEG"), NOT_TAKEN),
    Hostile("plan.pdf", lambda: b"MZ\x90\0\x03\0\0\0" + a_pdf(), NOT_TAKEN),
    Hostile("plan.jpg", a_pdf, NOT_TAKEN),
    Hostile("plan.png", lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>", NOT_TAKEN),
    Hostile("plan.gif", lambda: b"GIF89a=1;alert(1);//" + bytes(40), "broken"),
    Hostile("plan.gif", lambda: _frames(2) + SCRIPT, CLEAN, SCRIPT),
    Hostile("plan.jpg", lambda: a_picture(kind="JPEG") + SCRIPT, CLEAN, SCRIPT),
    Hostile("plan.jpg", lambda: _jpeg_with(SCRIPT), CLEAN, SCRIPT),
    Hostile("plan.jpg", lambda: a_picture(kind="JPEG") + an_office_file(), CLEAN, b"PK\x03\x04"),
    Hostile("plan.png", lambda: a_picture() + SCRIPT, CLEAN, SCRIPT),
    Hostile("plan.pdf", lambda: a_pdf() + an_office_file(), CLEAN, b"PK\x03\x04"),
    Hostile("plan.docx", lambda: SCRIPT + an_office_file(), NOT_TAKEN),
    Hostile("plan.docx", a_picture, NOT_TAKEN),
    Hostile("plan.mp4", lambda: b"#!/bin/sh\nrm -rf /\n", NOT_TAKEN),
    Hostile("plan.mp3", lambda: b"\x7fELF\x02\x01\x01" + bytes(60), NOT_TAKEN),
    Hostile("plan.wav", lambda: an_mp4(b"mp42", SAID), NOT_TAKEN),
    Hostile("plan.webm", lambda: a_wav(), NOT_TAKEN),
    # A34: what a browser would run
    Hostile("plan.svg", lambda: b"<svg/>", NOT_TAKEN),
    Hostile("plan.html", lambda: SCRIPT, NOT_TAKEN),
    Hostile("plan.xhtml", lambda: SCRIPT, NOT_TAKEN),
    Hostile("plan.pdf.exe", lambda: b"MZ\x90\0", NOT_TAKEN),
    Hostile("plan.txt", lambda: b"\xef\xbb\xbf \n<!DOCTYPE html>" + SCRIPT, NOT_TAKEN),
    Hostile("plan.txt", lambda: b"<?xml version='1.0'?><html>" + SCRIPT, NOT_TAKEN),
    Hostile("plan.csv", lambda: b"=cmd|' /C calc'!A0\x00", NOT_TAKEN),
    Hostile("plan.txt", lambda: "Good. \u202egnp.exe\u2066 hidden\U000e0041".encode(), CLEAN, "\u202e".encode()),
    Hostile("plan.txt", lambda: "A plan".encode("utf-16"), NOT_TAKEN),
    Hostile("plan.txt", lambda: b"good " * 3000 + b"\xff\xfe", "broken"),
    # A35: what would burst
    Hostile("huge.png", lambda: _png_of(60_000, 60_000), "large"),
    Hostile("wide.png", lambda: _png_of(2_000_000_000, 1), "large"),
    Hostile("none.png", lambda: _png_of(0, 0), "broken"),
    Hostile("cut.jpg", lambda: a_picture(size=(900, 700), kind="JPEG")[:3000], "broken"),
    Hostile("many.gif", lambda: _frames(400), CLEAN, SAID),
    Hostile("said.png", lambda: _png_saying(MARK), CLEAN, SAID),
    Hostile("packed.png", lambda: _png_saying(MARK + " " * 60_000, packed=True), CLEAN, SAID),
    Hostile("burst.png", lambda: _png_saying("A" * 80_000_000, packed=True), "broken"),
    Hostile("pages.pdf", lambda: a_pdf(pages=501), "large"),
    Hostile("ring.pdf", _kids_in_a_ring, "broken"),
    Hostile("wide.pdf", lambda: _written(_boundless), CLEAN),
    Hostile("locked.pdf", lambda: _written(lambda writer: writer.encrypt("secret")), "locked"),
    Hostile("runs.pdf", lambda: _written(_runs), CLEAN, b"/JavaScript"),
    Hostile("holds.pdf", lambda: _written(lambda writer: writer.add_attachment("a.exe", b"MZ" + SAID)), CLEAN, SAID),
    Hostile("said.pdf", lambda: a_pdf(author=MARK), CLEAN, SAID),
    Hostile("empty.pdf", lambda: b"%PDF-1.7\n%%EOF", "broken"),
    Hostile("cut.pdf", lambda: a_pdf()[:80], "broken"),
    Hostile("bomb.docx", lambda: an_office_file(more={f"word/{n}.xml": b"\0" * 40_000_000 for n in range(9)}), "large"),
    Hostile("many.docx", _many_entries, "large"),
    Hostile("twice.docx", _twice, "broken"),
    Hostile("lies.docx", _lying, "broken"),
    Hostile("sealed.docx", _sealed, "locked"),
    Hostile("macros.docx", lambda: an_office_file(more={"word/vbaProject.bin": SCRIPT}), "macros"),
    Hostile("other.docx", lambda: _packed({"run.exe": b"MZ"}), "kind"),
    Hostile("other.odt", lambda: _packed({"mimetype": b"application/zip"}), "kind"),
    Hostile("table.pptx", lambda: an_office_file("xlsx"), "kind"),
    Hostile("cut.xlsx", lambda: an_office_file("xlsx")[:-30], "broken"),
    Hostile("said.docx", lambda: an_office_file("docx", MARK), CLEAN, SAID),
    Hostile("said.odt", lambda: an_office_file("odt", MARK), CLEAN, SAID),
    Hostile("said.wav", lambda: a_wav(in_a_list(IART=MARK)), CLEAN, SAID),
    Hostile("long.wav", lambda: b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff", "broken"),
    Hostile("cut.ogg", lambda: an_ogg(b"OpusHead" + bytes(11), b"OpusTags" + bytes(8))[:-4], "broken"),
    Hostile("said.mp4", lambda: an_mp4(b"mp42", SAID), CLEAN, SAID),
    Hostile("long.mp4", lambda: an_mp4(b"mp42", SAID) + b"\xff\xff\xff\xffmoov", "broken"),
    Hostile("deep.mp4", lambda: _deep(5_000), "large"),
    Hostile("lies.mp3", lambda: _mp3(200_000_000, SAID), CLEAN, SAID),
    Hostile("said.webm", lambda: a_webm(MARK, [("ARTIST", MARK)]), CLEAN, SAID),
    Hostile("cut.webm", lambda: a_webm(MARK, [])[:-3], "broken"),
)
