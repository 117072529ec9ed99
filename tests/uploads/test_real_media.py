"""Files of real encoders: nothing is said inside the copy any more, and a browser plays it as before (A37)."""

import base64
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community.evidence import queries as works
from community.evidence.artifacts import queries as artifacts
from tests.support.browsing import someone
from tests.support.catalogue import a_definition
from tests.support.media import element
from tests.support.people import make_person

pytestmark = pytest.mark.browser
DATA = Path(__file__).parent / "data"
WHO = "Ana Torres of Harbor View"
DESK, KEY = "/work/EL-02/talk_record", "talk_record"
# Half a second of a red square that turns, and of a tone, as a telephone's browser records them.
RECORD = """
async ({ type, picture }) => {
  const sound = new AudioContext(), tone = sound.createOscillator(), heard = sound.createMediaStreamDestination();
  await sound.resume();
  tone.frequency.value = 440;
  tone.connect(heard);
  tone.start();
  const stream = heard.stream, canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
  const paint = canvas.getContext("2d");
  paint.fillStyle = "#d01010"; // before it is filmed: an empty canvas is a black picture
  paint.fillRect(0, 0, 64, 48);
  if (picture) stream.addTrack(canvas.captureStream(30).getVideoTracks()[0]);
  const recorder = new MediaRecorder(stream, { mimeType: type }), pieces = [];
  const whole = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const began = sound.currentTime;
  recorder.start(100);
  for (let frame = 0; sound.currentTime - began < 0.6 || frame < 20; frame += 1) {
    await new Promise(requestAnimationFrame);
    paint.fillStyle = "#d01010";
    paint.fillRect(0, 0, 64, 48);
    paint.fillStyle = "#e02020";
    paint.fillRect(frame % 40, 4, 8, 8);
  }
  recorder.stop();
  await whole;
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}
"""
# What is heard: seconds, how loud at most, and how often its middle half swings in each; the sum stands for all of it.
HEAR = """
async (address) => {
  const bytes = await (await fetch(address)).arrayBuffer(), within = new OfflineAudioContext(1, 48000, 48000);
  const heard = await within.decodeAudioData(bytes), samples = heard.getChannelData(0), quarter = samples.length / 4;
  let turns = 0, loud = 0, sum = 0;
  samples.forEach((now, at) => {
    turns += at > quarter && at < 3 * quarter && Math.sign(now) !== Math.sign(samples[at - 1]);
    loud = Math.max(loud, Math.abs(now));
    sum += Math.abs(now) * ((at % 1000) + 1);
  });
  return { seconds: heard.duration, loud, swings: turns / heard.duration, sum };
}
"""
# What is seen: its size, how far it plays, and the colour in the middle of its last picture.
SEE = """
async () => {
  const video = document.querySelector("video.shown");
  video.muted = true;
  video.preload = "auto";
  if (video.readyState < 2) {
    await new Promise((resolve, reject) => {
      video.onloadeddata = resolve;
      video.onerror = () => reject(new Error(video.error.message));
      video.load();
    });
  }
  const ended = new Promise((resolve) => { video.onended = resolve; });
  await video.play();
  await ended;
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
  canvas.getContext("2d").drawImage(video, 0, 0);
  const colour = [...canvas.getContext("2d").getImageData(32, 36, 1, 1).data];
  return { width: video.videoWidth, height: video.videoHeight, colour, seconds: video.currentTime };
}
"""
LASTS = """
async () => {
  const sound = document.querySelector("audio");
  const loaded = new Promise((resolve) => { sound.oncanplaythrough = resolve; });
  sound.preload = "auto";
  sound.load();
  await loaded;
  return sound.duration;
}
"""


@pytest_asyncio.fixture
async def ana(browser, database, server):
    await a_definition()
    one = await someone(browser, await make_person("Ana Torres"), server.url)
    await one.opens(DESK)
    yield one
    assert one.problems == []
    await one.page.context.close()


async def recorded(one, kind: str, picture: bool) -> bytes:
    await one.page.locator("h1").first.click()  # a browser makes no sound before somebody has touched its page
    return base64.b64decode(await one.page.evaluate(RECORD, {"type": kind, "picture": picture}))


def told(webm: bytes) -> bytes:
    """The same, with what a program for cutting films says of it at its end; a browser's recording ends nowhere."""
    names = {"ARTIST": WHO, "TITLE": "Room 12", "COMMENT": WHO}
    each = b"".join(
        element("7373", element("67C8", element("45A3", name.encode()) + element("4487", text.encode())))
        for name, text in names.items()
    )
    return webm + element("1254C367", each)


async def sent(one, name: str, content: bytes):
    """By the form of the page, through pieces, the worker and its process apart; the file, and its page is open."""
    await one.page.locator("#file").set_input_files({"name": name, "mimeType": "x/y", "buffer": content})
    await one.page.get_by_role("button", name="Send the file").click()
    await expect(one.page.locator("#files [data-state=ready]")).to_contain_text(name, timeout=60_000)
    work = await works.work(one.person, "EL-02", KEY)
    (file,) = await artifacts.artifacts(one.person, work)
    await one.opens(file.address)
    return file


async def bytes_at(one, address: str) -> bytes:
    return await (await one.page.context.request.get(f"{one.base}{address}")).body()


async def test_a37_a_browsers_film_plays_on_without_what_was_said_of_it(ana):
    film = told(await recorded(ana, "video/webm;codecs=vp8,opus", picture=True))
    assert film.count(WHO.encode()) == 2 and b"Chrome" in film and b"V_VP8" in film and b"A_OPUS" in film
    file = await sent(ana, "talk.webm", film)
    copy = await bytes_at(ana, f"{file.address}/copy/content")
    assert len(copy) == len(film) and copy != film
    assert WHO.encode() not in copy and b"Room 12" not in copy and b"Chrome" not in copy
    assert (file.metadata["author"], file.metadata["title"]) == (WHO, "Room 12")
    seen = await ana.page.evaluate(SEE)
    assert (seen["width"], seen["height"]) == (64, 48)
    red, green, blue, _solid = seen["colour"]
    assert red > 150 and green < 80 and blue < 80
    assert seen["seconds"] > 0.4
    assert await ana.page.evaluate(HEAR, f"{file.address}/copy/content") == await ana.page.evaluate(
        HEAR, f"{file.address}/content"
    )


async def test_a37_a_browsers_sound_as_webm_is_heard_as_before(ana):
    sound = told(await recorded(ana, "audio/webm;codecs=opus", picture=False))
    assert b"A_OPUS" in sound and b"V_VP8" not in sound
    file = await sent(ana, "tone.webm", sound)
    copy = await bytes_at(ana, f"{file.address}/copy/content")
    assert WHO.encode() not in copy and b"Chrome" not in copy and len(copy) == len(sound)
    await is_heard_as_before(ana, file)


@pytest.mark.parametrize(("name", "maker"), [("tone-vorbis.ogg", b"libVorbis"), ("tone-opus.ogg", b"libopus")])
async def test_a37_an_ogg_of_a_real_encoder_is_heard_as_before(ana, name, maker):
    sound = (DATA / name).read_bytes()
    assert WHO.encode() in sound and maker in sound
    file = await sent(ana, name, sound)
    copy = await bytes_at(ana, f"{file.address}/copy/content")
    assert WHO.encode() not in copy and maker not in copy and b"Room 12" not in copy and len(copy) == len(sound)
    assert file.metadata["author"] == WHO and "Room 12" in file.metadata["comment"]
    await is_heard_as_before(ana, file)
    assert 0.9 < await ana.page.evaluate(LASTS) < 1.2


async def is_heard_as_before(one, file) -> None:
    """The copy's samples are the original's: about a tone of 440 swings a second."""
    copy = await one.page.evaluate(HEAR, f"{file.address}/copy/content")
    assert copy == await one.page.evaluate(HEAR, f"{file.address}/content")
    assert copy["seconds"] > 0.4 and copy["loud"] > 0.2 and 420 < copy["swings"] < 460
