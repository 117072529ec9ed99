"""Each hostile file becomes what it should: not taken, refused with a reason, or a copy without what made it so."""

import io
import json
import re
import zipfile

import pypdfium2
import pytest

from community.uploads import kinds, looking
from community.uploads.kinds import NotTaken
from tests.uploads.corpus import CLEAN, CORPUS, NOT_TAKEN, Hostile


def test_there_are_sixty():
    assert len(CORPUS) >= 60


async def becomes(one: Hostile, folder) -> tuple[str, bytes, str]:
    """What it becomes, the copy that others get, and what is known of it, for its owner."""
    content = one.make()
    try:
        kind = kinds.kind_of(one.name, content[: kinds.HEAD])
    except NotTaken:
        return NOT_TAKEN, b"", ""
    (folder / "source").write_bytes(content)
    found = await looking._apart(kind.name, folder / "source", folder)
    copy = (folder / found["copy"]).read_bytes() if found["copy"] else b""
    return found["why"], copy, json.dumps(found["metadata"])


def unpacked(copy: bytes) -> bytes:
    """All that is in it, whatever it is packed in."""
    within = b""
    if copy[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(copy)) as packed:
            within = b"".join(packed.read(name) for name in packed.namelist())
    elif copy[:5] == b"%PDF-":
        document = pypdfium2.PdfDocument(copy)  # not the library that wrote it
        within = json.dumps(document.get_metadata_dict()).encode() + b"%d" % document.count_attachments()
    return copy + within


@pytest.mark.parametrize("one", CORPUS, ids=[f"{place} {one.name}" for place, one in enumerate(CORPUS)])
async def test_a35_a_hostile_file_becomes_what_it_should(one, tmp_path):
    became, copy, known = await becomes(one, tmp_path)
    assert became == one.becomes, known
    if one.becomes == CLEAN:
        assert copy, "there is a copy for others"
        assert not one.hides or one.hides not in unpacked(copy)
        assert not re.search(rb"<script", copy)
    else:
        assert copy == b""
