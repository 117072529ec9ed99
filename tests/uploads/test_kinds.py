"""What is taken and what it is called, decided from a name and the first bytes."""

import pytest

from community.uploads import kinds
from community.uploads.kinds import NotTaken
from tests.support.artifacts import a_pdf, an_office_file
from tests.support.pictures import a_picture

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Plan.PDF", a_pdf(), "pdf"),
        ("plan.docx", an_office_file("docx"), "docx"),
        ("plan.odt", an_office_file("odt"), "odt"),
        ("plan.pptx", an_office_file("pptx"), "pptx"),
        ("plan.xlsx", an_office_file("xlsx"), "xlsx"),
        ("notes.txt", "Wer fragt, führt ☺".encode(), "txt"),
        ("notes.md", b"# A plan", "txt"),
        ("board.jpeg", a_picture(kind="JPEG"), "jpg"),
        ("board.png", a_picture(kind="PNG"), "png"),
        ("board.webp", a_picture(kind="WEBP"), "webp"),
        ("board.gif", a_picture(kind="GIF"), "gif"),
        ("talk.mp4", MP4, "mp4"),
        ("talk.m4a", b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00", "m4a"),
        ("talk.mov", b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00", "mov"),
        ("talk.mp3", b"ID3\x04\x00\x00\x00\x00\x00\x00", "mp3"),
        ("talk.wav", b"RIFF\x24\x00\x00\x00WAVEfmt ", "wav"),
        ("talk.webm", b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm", "webm"),
    ],
)
def test_what_name_and_content_agree_upon_is_taken(name, content, kind):
    assert kinds.kind_of(name, content).name == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", a_picture(kind="PNG")),
        ("plan.pdf", b"%!PS-Adobe-3.0"),
        ("board.jpg", a_pdf()),
        ("board.png", SVG),
        ("board.gif", b"<html><script>alert(1)</script>"),
        ("notes.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("notes.txt", b"\xef\xbb\xbf  <html>"),
        ("notes.txt", SVG),
        ("notes.txt", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("notes.txt", b"\x7fELF\x02\x01"),
        ("notes.txt", "à".encode("latin-1") * 40),
        ("plan.docx", a_pdf()),
        ("talk.mp4", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("talk.mp4", b""),
    ],
)
def test_a33_what_its_name_does_not_say_is_not_taken(name, content):
    with pytest.raises(NotTaken, match=r"inside it is something else|is empty"):
        kinds.kind_of(name, content)


@pytest.mark.parametrize("name", ["plan.svg", "plan.html", "plan.xml", "plan.xhtml", "plan.exe", "plan.zip", "plan"])
def test_a34_what_a_browser_would_run_is_not_taken_by_any_name(name):
    with pytest.raises(NotTaken, match="PDF"):
        kinds.kind_of(name, SVG)


def test_a_requirement_that_asks_for_some_kinds_takes_only_those():
    assert kinds.kind_of("a.webp", a_picture(kind="WEBP"), ("png",)).name == "webp", "any picture is a picture"
    with pytest.raises(NotTaken, match=r"these: PNG, WEBP, GIF\."):
        kinds.kind_of("a.pdf", a_pdf(), ("png",))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ana\\plan.pdf", "plan.pdf"),
        ("plan\x00.pdf", "plan.pdf"),
        ("plan\r\nSet-Cookie: a=b.pdf", "planSet-Cookie: a=b.pdf"),
        ("fdp.\u202efdp.exe", "fdp.fdp.exe"),
        ("  ..plan .pdf ", "plan .pdf"),
        ("Mañana.pdf", "Mañana.pdf"),
    ],
)
def test_a36_a_name_is_only_a_name(sent, kept):
    assert kinds.clean_name(sent) == kept


def test_a36_a_long_name_keeps_its_ending():
    kept = kinds.clean_name("a" * 500 + ".pdf")
    assert len(kept) == kinds.LONGEST_NAME and kept.endswith(".pdf")


def test_sizes_are_said_as_machines_show_them():
    assert [kinds.in_words(size) for size in (12, 340_400, 2_100_000, 500_000_000, 2_000_000_000)] == [
        "1 KB", "340 KB", "2.1 MB", "500 MB", "2 GB",
    ]
