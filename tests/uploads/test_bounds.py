"""What looks into a file has so much memory and time, and no more: hostile ones are ended, honest ones have room."""

import io
import zlib
from dataclasses import replace

import pytest
from PIL import Image

from community.uploads import bounds, looking
from tests.support.artifacts import a_pdf, pdf_of

MEGABYTES = 1_000_000


def a_page(drawn: bytes, *objects: bytes, named: bytes = b"") -> bytes:
    """A PDF of one page; `drawn` is its content, the objects begin with number 5."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << %s >> >>" % named
    pages = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page]
    return pdf_of([*pages, drawn, *objects])


def packed(content: bytes, said: bytes = b"") -> bytes:
    small = zlib.compress(content, 9)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (said, len(small), small)


def a_bomb() -> bytes:
    """A few hundred thousand bytes that become 250 million."""
    return a_page(packed(b" " * 250 * MEGABYTES))


def a_labour() -> bytes:
    """One picture of 25 million points, painted again and again: little memory, and no end."""
    picture = b"/Type /XObject /Subtype /Image /Width 5000 /Height 5000 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    content = b"612 0 0 792 0 0 cm " + b"/I Do " * 150
    return a_page(packed(content), packed(bytes(25 * MEGABYTES), picture), named=b"/XObject << /I 5 0 R >>")


def a_large_picture() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((7300, 5470)).convert("RGBA").save(out, "WEBP", quality=60, method=0)
    return out.getvalue()


async def becomes(kind: str, content: bytes, folder) -> str:
    """Why it is refused, if it is."""
    (folder / "source").write_bytes(content)
    return (await looking._apart(kind, folder / "source", folder))["why"]


@pytest.mark.parametrize(
    ("hostile", "least", "most"),
    [
        (a_bomb, bounds.PDF, replace(bounds.PDF, memory=3000 * MEGABYTES)),
        (a_labour, replace(bounds.PDF, seconds=1), replace(bounds.PDF, seconds=120)),
    ],
)
async def test_a35_what_wants_too_much_is_ended_and_said_to_be_too_large(tmp_path, monkeypatch, hostile, least, most):
    content = hostile()
    assert len(content) < MEGABYTES
    monkeypatch.setattr(bounds, "PDF", most)
    assert await becomes("pdf", content, tmp_path) == "", "the premise: it is only too much"
    monkeypatch.setattr(bounds, "PDF", least)
    assert await becomes("pdf", content, tmp_path) == "large"


@pytest.mark.parametrize(("kind", "make"), [("webp", a_large_picture), ("pdf", lambda: a_pdf(500))])
async def test_a35_the_largest_that_are_taken_have_room(tmp_path, kind, make):
    assert await becomes(kind, make(), tmp_path) == ""


def test_a35_each_kind_has_its_bound():
    """What docs/security.md says."""
    found = {kind: bounds.bound_of(kind) for kind in ("pdf", "docx", "odt", "webp", "mp4", "txt")}
    said = [(bound.memory // MEGABYTES, bound.seconds) for bound in found.values()]
    assert said == [(300, 20), (400, 10), (400, 10), (800, 5), (300, 10), (300, 10)]
