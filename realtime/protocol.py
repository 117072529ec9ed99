"""Every frame, both ways. A frame is a JSON object with one key, its name: {"show": {"topic": …, "seq": …}}."""

import json
from dataclasses import asdict, dataclass
from typing import Any

MOST_BYTES = 8_192  # of a frame from a browser
MOST_TOPICS = 64  # followed by one socket
MOST_MARK = 1_000  # letters of a mark
MOST_TOPIC = 100  # letters of a topic's name
GOING_AWAY, NOT_TEXT, FLOOD, AGAIN_LATER, RESTART, SIGNED_OUT = 1001, 1003, 1008, 1013, 1012, 4401


class Malformed(ValueError):
    """A frame we do not understand; the text says why, in the protocol's words (it is for programmers)."""


# From the browser


@dataclass(frozen=True)
class Follow:
    """Topics of the page: each with the page's signed mark and the newest number this browser holds."""

    marks: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Leave:
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Here:
    """On which of the followed topics this person is to be seen as here; replaces what was said before."""

    topics: tuple[str, ...]


@dataclass(frozen=True)
class Writes:
    """This person is writing just now on a followed topic: in its thread `place`, or in itself (0)."""

    topic: str
    place: int


@dataclass(frozen=True)
class Beat:
    """Are you there? Answered by a beat."""


# To the browser


@dataclass(frozen=True)
class Following:
    """Answers a follow: each mark's topic (null: a mark that is not this person's), and the number it is told from."""

    topics: tuple[str | None, ...]
    seen: tuple[int, ...]


@dataclass(frozen=True)
class Show:
    """The newest look of one element, by its id."""

    topic: str
    seq: int
    id: str
    html: str


@dataclass(frozen=True)
class Seen:
    """Something happened that this audience is shown nothing of; only the number moves."""

    topic: str
    seq: int


@dataclass(frozen=True)
class Reload:
    """What was missed cannot be replayed: fetch this topic's part of the page anew."""

    topic: str


@dataclass(frozen=True)
class Gone:
    """The topic is closed to this reader; `text` and `link` are for a notice and may be empty."""

    topic: str
    why: str
    text: str = ""
    link: str = ""


@dataclass(frozen=True)
class Present:
    """Who came and went; `whole`: joined is everybody. In a large room the two lists are empty and only count holds."""

    topic: str
    joined: tuple[int, ...]
    left: tuple[int, ...]
    count: int
    whole: bool = False


@dataclass(frozen=True)
class Writing:
    """Somebody is writing on the topic, in its thread `place` or in itself (0); over after 6 s without another."""

    topic: str
    place: int
    person: int
    called: str


@dataclass(frozen=True)
class ComeBack:
    """This server stops; come back within that many seconds, at a random moment."""

    within: float


@dataclass(frozen=True)
class Error:
    why: str


NAMES = {
    Following: "following", Show: "show", Seen: "seen", Reload: "reload", Gone: "gone", Present: "here",
    Writing: "writing", ComeBack: "come_back", Error: "error", Beat: "beat",
}


def text(frame: Any) -> str:
    return json.dumps({NAMES[type(frame)]: asdict(frame)}, ensure_ascii=False, separators=(",", ":"))


def encode(frame: Any) -> bytes:
    """The frame as one unmasked text frame of RFC 6455, ready to be written to any number of sockets."""
    data = text(frame).encode()
    size = len(data)
    if size < 126:
        return b"\x81" + bytes((size,)) + data
    if size < 65_536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + data
    return b"\x81\x7f" + size.to_bytes(8, "big") + data


def texts(data: bytes) -> list[str]:
    """The texts of frames that encode() made, joined: for servers that want text."""
    found, at = [], 0
    while at < len(data):
        size, at = data[at + 1], at + 2
        if size > 125:
            wide = 2 if size == 126 else 8
            size, at = int.from_bytes(data[at : at + wide], "big"), at + wide
        found.append(data[at : at + size].decode())
        at += size
    return found


BEAT = encode(Beat())


def parse_follow(pairs: str) -> Follow:
    """What a follow frame holds, as a plain request carries it. Raises Malformed."""
    asked = parse('{"follow":' + pairs + "}")
    if not isinstance(asked, Follow):
        raise Malformed("not a list")
    return asked


def parse(received: str) -> Follow | Leave | Here | Writes | Beat:
    """A browser's frame. Raises Malformed."""
    if len(received) > MOST_BYTES or len(received.encode("utf-8", "replace")) > MOST_BYTES:
        raise Malformed("too long")
    try:
        frame = json.loads(received)
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None
    if not isinstance(frame, dict) or len(frame) != 1:
        raise Malformed("not an object with one key")
    ((name, said),) = frame.items()
    match name:
        case "follow":
            return Follow(tuple(_mark(pair) for pair in _list(said)))
        case "leave":
            return Leave(tuple(_topic(topic) for topic in _list(said)))
        case "here":
            return Here(tuple(_topic(topic) for topic in _list(said)))
        case "writing":
            return _writes(said)
        case "beat":
            return Beat()
    raise Malformed("unknown frame")


def _list(said: Any) -> list:
    if not isinstance(said, list) or len(said) > MOST_TOPICS:
        raise Malformed(f"not a list of at most {MOST_TOPICS}")
    return said


def _mark(pair: Any) -> tuple[str, int]:
    match pair:
        case [str(mark), int(seen)] if len(mark) <= MOST_MARK and 0 <= seen < 2**63 and not isinstance(seen, bool):
            return mark, seen
    raise Malformed("not [mark, seen]")


def _writes(said: Any) -> Writes:
    match said:
        case [topic, int(place)] if 0 <= place < 2**63 and not isinstance(place, bool):
            return Writes(_topic(topic), place)
    raise Malformed("not [topic, place]")


def _topic(topic: Any) -> str:
    if not isinstance(topic, str) or not 0 < len(topic) <= MOST_TOPIC:
        raise Malformed("not a topic")
    return topic
