"""An unmistakable name inside a file is not in the copy that others get, whatever its kind; what it shows is (A37)."""

import io
import wave
import zipfile
from pathlib import Path

import pytest

from community.uploads import looking
from community.uploads.apart import office
from tests.evidence.artifacts.test_looking import copy_of
from tests.support.artifacts import attaches
from tests.support.media import a_wav, a_webm, an_mp4, an_ogg, box, comments, element, in_a_list, pages_of, sum_of

WHO = "Ana Torres of Harbor View"
SAID = WHO.encode()


async def looked_into(kind: str, content: bytes, folder: Path) -> tuple[dict, bytes]:
    """What the process of its own finds, and the copy it makes."""
    (folder / "source").write_bytes(content)
    found = await looking._apart(kind, folder / "source", folder)
    return found, (folder / found["copy"]).read_bytes() if found["copy"] else b""


# --- sound ---


async def test_a37_a_wav_keeps_its_sound_and_loses_what_is_said(tmp_path):
    broadcast = b"for " + SAID + bytes(256 - 4 - len(SAID)) + b"Dee Ode" + bytes(300)
    sent = a_wav(in_a_list(IART=WHO, INAM="Talk"), (b"bext", broadcast), (b"id3 ", b"ID3" + SAID))
    found, copy = await looked_into("wav", sent + SAID, tmp_path)
    assert sent.count(SAID) == 3 and SAID not in copy and b"Dee Ode" not in copy
    assert found["metadata"] == {"author": f"{WHO}, Dee Ode", "title": "Talk", "comment": f"for {WHO}"}
    with wave.open(io.BytesIO(copy)) as sound, wave.open(io.BytesIO(sent)) as before:
        assert sound.getparams() == before.getparams()
        assert sound.readframes(8000) == before.readframes(8000)


@pytest.mark.parametrize(
    ("first", "sign", "tail"),
    [(b"OpusHead\x01\x01" + bytes(9), b"OpusTags", b""), (b"\x01vorbis" + bytes(23), b"\x03vorbis", b"\x01")],
)
@pytest.mark.parametrize("more", ["", "METADATA_BLOCK_PICTURE=" + "p" * 200_000])
async def test_a37_an_ogg_keeps_its_sound_and_loses_what_is_said(tmp_path, first, sign, tail, more):
    tags = comments(sign, tail, f"made by {WHO}", f"artist={WHO}", "TITLE=Talk", more)
    sent = an_ogg(first, tags, b"\x05vorbis the set-up", b"the sound" * 90)
    found, copy = await looked_into("ogg", sent, tmp_path)
    assert SAID in sent and SAID not in copy and len(copy) == len(sent)
    assert found["metadata"] == {"author": WHO, "title": "Talk", "device": f"made by {WHO}"}
    pages = pages_of(copy)
    assert [page[22:26] for page in pages] == [sum_of(page).to_bytes(4, "little") for page in pages]
    assert pages[-2:] == pages_of(sent)[-2:] and pages[0] == pages_of(sent)[0]
    packet = b"".join(page[27 + page[26] :] for page in pages[1:-2])
    room = int.from_bytes(packet[len(sign) : len(sign) + 4], "little")
    rest = packet[len(sign) + 4 + room :]
    assert packet.startswith(sign) and rest == bytes(4) + tail, "no comment, and all of it is there"


# --- moving pictures ---


@pytest.mark.parametrize("endless", [False, True])
async def test_a37_a_webm_keeps_its_pictures_and_loses_what_is_said(tmp_path, endless):
    sent = a_webm(WHO, [("ARTIST", WHO), ("COMMENT", "x" * 300)], endless)
    found, copy = await looked_into("webm", sent, tmp_path)
    assert sent.count(SAID) == 4 and SAID not in copy and b"x" * 9 not in copy and len(copy) == len(sent)
    assert found["metadata"] == {"author": WHO, "title": WHO, "comment": f"{WHO}, {'x' * 300}"[:300]}
    assert b"the picture" in copy and copy[:12] == sent[:12]
    again, same = await looked_into("webm", copy, tmp_path)
    assert (again["why"], again["metadata"], same) == ("", {}, copy), "it is well formed, and nothing is left"


@pytest.mark.parametrize(("kind", "brand"), [("mp4", b"mp42"), ("m4a", b"M4A "), ("mov", b"qt  ")])
async def test_a37_an_mp4_keeps_its_pictures_and_loses_who_and_where(tmp_path, kind, brand):
    sent = an_mp4(brand, SAID, box(b"XMP_", SAID)) + b"\0\0\0"
    found, copy = await looked_into(kind, sent, tmp_path)
    assert sent.count(SAID) == 4 and SAID not in copy and b"41.5" not in copy
    assert found["metadata"] == {"author": WHO, "place": [41.5, -87.26]}
    assert b"the picture" in copy and len(copy) == len(sent) - 3
    again, same = await looked_into(kind, copy, tmp_path)
    assert (again["why"], again["metadata"], same) == ("", {}, copy), "it is well formed, and nothing is left"


async def test_a37_an_mp3_loses_what_is_said(tmp_path):
    text = b"\x01" + WHO.encode("utf-16")
    frame = b"TPE1" + len(text).to_bytes(4) + b"\0\0" + text
    sent = b"ID3\x04\0\0\0\0\0" + bytes([len(frame)]) + frame + b"\xff\xfbsound" * 30 + b"TAG" + SAID.ljust(125)
    found, copy = await looked_into("mp3", sent, tmp_path)
    assert SAID not in copy and WHO.encode("utf-16") not in copy and b"\xff\xfbsound" * 30 in copy
    assert found["metadata"] == {"author": WHO}


# --- documents ---

CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>{0}</dc:creator><dc:title>By {0}</dc:title>'
    "<cp:lastModifiedBy>{0}</cp:lastModifiedBy><cp:keywords>{0}</cp:keywords></cp:coreProperties>"
)
APP = "<Properties><Company>{0}</Company><Manager>{0}</Manager><Template>{0}</Template></Properties>"
CUSTOM = "<Properties><property><vt:lpwstr>{0}</vt:lpwstr></property></Properties>"
OF_KIND = {
    "docx": {
        "word/comments.xml": '<w:comment w:author="{0}" w:initials="AT">Good</w:comment>',
        "word/people.xml": '<w15:person w15:author="{0}"><w15:presenceInfo providerId="x" userId="{0}"/></w15:person>',
        "word/_rels/settings.xml.rels": '<Relationship Id="r1" Target="file:///C:\\Users\\{0}\\a.dotx"/>',
        "word/footnotes.xml": '<w:ins w:author="{0}">Good</w:ins>',
    },
    "pptx": {
        "ppt/commentAuthors.xml": '<p:cmAuthor id="0" name="{0}" initials="AT"/>',
        "ppt/authors.xml": '<p188:author id="1" name="{0}" userId="{0}"/>',
    },
    "xlsx": {
        "xl/comments1.xml": "<authors><author>{0}</author></authors>",
        "xl/persons/person.xml": '<person displayName="{0}" userId="{0}" providerId="x"/>',
        "xl/workbook.xml": '<workbook><fileSharing userName="{0}"/><x15ac:absPath url="C:\\{0}\\"/>Good</workbook>',
        "xl/pivotCache/pivotCacheDefinition1.xml": '<pivotCacheDefinition refreshedBy="{0}"/>',
        "xl/revisions/userNames.xml": '<users><userInfo name="{0}"/></users>',
    },
}


@pytest.mark.parametrize("kind", OF_KIND)
async def test_a37_no_member_of_an_office_file_holds_its_author(tmp_path, kind):
    about = {"docProps/core.xml": CORE, "docProps/app.xml": APP, "docProps/custom.xml": CUSTOM}
    members = {name: text.format(WHO).encode() for name, text in (about | OF_KIND[kind]).items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.comment = SAID
        for name, content in ({office.MAIN[kind]: b"<document>Good</document>"} | members).items():
            entry = zipfile.ZipInfo(name)
            entry.comment = SAID
            packed.writestr(entry, content)
        packed.writestr("docProps/thumbnail.jpeg", b"a picture of " + SAID)
    found, copy = await looked_into(kind, out.getvalue(), tmp_path)
    assert (found["metadata"]["author"], found["metadata"]["company"]) == (WHO, WHO)
    assert SAID in out.getvalue() and SAID not in copy
    with zipfile.ZipFile(io.BytesIO(copy)) as seen:
        assert seen.testzip() is None and set(members) <= set(seen.namelist())
        assert [name for name in seen.namelist() if SAID in seen.read(name)] == []
        assert any(b"Good" in seen.read(name) for name in seen.namelist())


async def test_a_text_is_written_anew_in_one_form_without_marks(at_home, ana, definition):
    sent = "\ufeffU\u0308ber\r\nuns\u202e\u2060: 1\t2\rEnde \U000e0041".encode()
    file = await attaches(ana, definition, "talk_record", "notes.txt", sent)
    assert file.state == "ready"
    assert (await copy_of(at_home, file)).decode() == "Über\nuns: 1\t2\nEnde "
    assert (await at_home.get(f"{file.address}/content")).content == sent


# --- what is not whole, or something else ---


@pytest.mark.parametrize(
    ("kind", "content", "why"),
    [
        ("wav", a_wav()[:30], "broken"),
        ("wav", b"RIFF\x24\0\0\0WAVE" + b"data" + bytes(40), "broken"),
        ("ogg", an_ogg(b"OpusHead" + bytes(11), b"OpusTags" + bytes(8))[:-4], "broken"),
        ("ogg", an_ogg(b"OpusHead" + bytes(11)), "broken"),
        ("ogg", an_ogg(b"OpusHead" + bytes(11), b"OpusTags"), "broken"),
        ("ogg", an_ogg(b"fishead\0" + bytes(56), b"fisbone " + SAID), "kind"),
        ("ogg", b"OggS" + SAID, "broken"),
        ("webm", a_webm(WHO, [])[:-3], "broken"),
        ("webm", a_webm(WHO, []) + b"\0" + SAID, "broken"),
        ("webm", element("1254C367", SAID, endless=True), "broken"),
        ("mp4", an_mp4(b"mp42", SAID)[:-3], "broken"),
        ("mp4", an_mp4(b"mp42", SAID) + b"\0\0\0\x04" + SAID, "broken"),
        ("txt", b"good " * 2000 + b"\xff", "broken"),
    ],
)
async def test_a35_what_cannot_be_read_to_its_end_is_refused_for_nothing_of_it_is_sure(tmp_path, kind, content, why):
    found, copy = await looked_into(kind, content, tmp_path)
    assert (found["why"], copy) == (why, b"")


def test_every_kind_that_is_taken_is_looked_into():
    from community.uploads.apart.__main__ import LOOKS
    from community.uploads.kinds import KINDS

    assert set(LOOKS) == set(KINDS)
