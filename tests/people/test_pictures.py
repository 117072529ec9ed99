"""A picture of oneself is made anew from what was sent, and shown to who is signed in; the drawn one is the default."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image

from community import db, files
from community.errors import NotFound
from community.people import queries as people
from community.people.closing import actions as closing
from community.people.pictures import actions, making
from tests.support.cohorts import a_cohort
from tests.support.discussion import says
from tests.support.people import form_in, make_person, sign_in, signed_in_client, submits
from tests.support.pictures import a_picture

PAGE = "/profile/picture"
SECRET = "Taken at Harbor View, room 12"


async def sends(client, content: bytes, name: str = "me.png", kind: str = "image/png"):
    fields = form_in((await client.get(PAGE)).text, PAGE)
    return await client.post(PAGE, data=fields, files={"picture": (name, content, kind)})


async def fresh(person):
    return (await people.people_by_id([person.id]))[person.id]


def moving() -> bytes:
    out = io.BytesIO()
    first, second = Image.new("RGB", (20, 20), "red"), Image.new("RGB", (20, 20), "blue")
    first.save(out, "WEBP", save_all=True, append_images=[second], duration=100)
    return out.getvalue()


def boasting(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


class TestMaking:
    def test_it_is_a_small_square_and_nothing_hidden_comes_along(self):
        exif = Image.Exif()
        exif[0x010E], exif[0x0112] = SECRET, 6  # a description; "turn me"
        sent = a_picture((900, 300), "JPEG", exif=exif.tobytes(), comment=SECRET.encode())
        assert SECRET.encode() in sent, "the premise"
        made = making.drawn_anew(sent)
        assert SECRET.encode() not in made and b"EXIF" not in made and b"ICCP" not in made and b"XMP" not in made
        with Image.open(io.BytesIO(made)) as picture:
            assert (picture.format, picture.size, picture.getexif()) == ("WEBP", (256, 256), {})

    def test_it_stands_upright_as_its_camera_meant_it(self):
        sent, exif, out = Image.new("RGB", (100, 100), "red"), Image.Exif(), io.BytesIO()
        sent.paste("blue", (0, 0, 100, 50))  # above
        exif[0x0112] = 3  # upside down
        sent.save(out, "JPEG", exif=exif.tobytes(), quality=95)
        with Image.open(io.BytesIO(making.drawn_anew(out.getvalue()))) as picture:
            red, _green, blue = picture.convert("RGB").getpixel((128, 30))
        assert red > 200 and blue < 60

    def test_what_can_be_seen_through_stands_on_white(self):
        out = io.BytesIO()
        Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
        with Image.open(io.BytesIO(making.drawn_anew(out.getvalue()))) as picture:
            assert min(picture.convert("RGB").getpixel((128, 128))) > 250

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            (b"MZ this is a program", "no JPEG, PNG or WebP"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "no JPEG, PNG or WebP"),
            (a_picture(kind="GIF"), "no JPEG, PNG or WebP"),
            (a_picture((400, 400), "JPEG")[:-600], "damaged"),
            (moving(), "moves"),
            (boasting(), "too many pixels"),
            (boasting(7_000), "too many pixels"),
            (b"\0" * (making.MOST_BYTES + 1), "larger than 5 MB"),
        ],
        ids=["program", "drawing", "gif", "cut", "moving", "enormous", "large", "heavy"],
    )
    def test_what_cannot_be_used_is_refused_in_a_sentence_and_at_once(self, sent, sentence):
        begun = time.process_time()
        with pytest.raises(making.NotAPicture, match=sentence):
            making.drawn_anew(sent)
        assert time.process_time() - begun < 2, "seconds of the processor"


async def test_it_is_shown_in_place_of_the_drawn_one_and_can_be_taken_away_again(app):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        await says(ana, "Hello")
        assert "/picture/" not in (await ben.opens(f"/cohorts/{cohort.id}/channels/general")).text
        answer = await sends(ana.client, a_picture())
        assert answer.headers["location"] == "/profile?done=picture"
        address = f"/people/{ana.person.id}/picture/{(await fresh(ana.person)).picture}"
        for page in (f"/cohorts/{cohort.id}/channels/general", f"/cohorts/{cohort.id}/members"):
            assert f'<img src="{address}" alt=""' in (await ben.opens(page)).text
        shown = await ben.opens(address)
        assert shown.status_code == 200 and shown.headers["content-type"] == "image/webp"
        assert shown.headers["cache-control"] == "private, max-age=31536000, immutable"
        assert shown.headers["x-content-type-options"] == "nosniff"
        with Image.open(io.BytesIO(shown.content)) as picture:
            assert picture.size == (256, 256)
        await submits(ana.client, PAGE, PAGE + "/removal")
        assert (await ben.opens(address)).status_code == 404
        assert "/picture/" not in (await ben.opens(f"/cohorts/{cohort.id}/members")).text


async def test_another_picture_has_another_address_and_the_former_file_is_gone(app):
    ana = await make_person("Ana Torres")
    await actions.take_in(ana, a_picture())
    first = (await fresh(ana)).picture
    file = await db.value("select picture_file from person where id = :id", id=ana.id)
    await actions.take_in(ana, a_picture(colour="navy"))
    assert (await fresh(ana)).picture != first
    with pytest.raises(NotFound):
        await files.open(file)
    async with signed_in_client(app, ana) as client:
        assert (await client.get(f"/people/{ana.id}/picture/{first}")).status_code == 404


async def test_nobody_sees_it_without_signing_in_or_by_guessing(app, client):
    ana, ben = await make_person("Ana Torres"), await make_person("Ben Ode")
    await actions.take_in(ana, a_picture())
    mark = (await fresh(ana)).picture
    assert (await client.get(f"/people/{ana.id}/picture/{mark}")).headers["location"].startswith("/sign-in")
    await sign_in(ben, client)
    for person_id, guess in ((ana.id, "0" * 32), (ben.id, mark), (ben.id, "x")):
        assert (await client.get(f"/people/{person_id}/picture/{guess}")).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        (b"", 422, "Choose a picture first."),
        (b"no picture at all", 422, "whatever its name says"),
        (b"\0" * 5_100_000, 422, "larger than 5 MB"),
        (b"\0" * 6_000_000, 413, ""),
    ],
)
async def test_a_refused_one_leaves_the_former_and_is_told_at_its_field(app, sent, status, said):
    ana = await make_person("Ana Torres")
    await actions.take_in(ana, a_picture())
    former = (await fresh(ana)).picture
    async with signed_in_client(app, ana) as client:
        answer = await sends(client, sent)
    assert answer.status_code == status and said in answer.text
    assert ("picture-error" in answer.text) == (status == 422)
    assert (await fresh(ana)).picture == former


async def test_who_closes_their_account_takes_it_along(app):
    ana = await make_person("Ana Torres")
    await actions.take_in(ana, a_picture())
    file = await db.value("select picture_file from person where id = :id", id=ana.id)
    await db.run("update person set closes_at = created_at where id = :id", id=ana.id)
    await closing.close(ana.id)
    with pytest.raises(NotFound):
        await files.open(file)
