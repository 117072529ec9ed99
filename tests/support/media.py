"""Sound and moving pictures for tests, made by hand from what their standards say, with somebody's name inside."""

import io
import wave


def a_wav(*chunks: tuple[bytes, bytes]) -> bytes:
    """A second of silence, and these chunks after it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000))
    more = b"".join(
        name + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2) for name, content in chunks
    )
    whole = out.getvalue() + more
    return whole[:4] + (len(whole) - 8).to_bytes(4, "little") + whole[8:]


def in_a_list(**said: str) -> tuple[bytes, bytes]:
    """A chunk of a WAV: IART="Ana"."""
    items = b"".join(
        name.encode() + len(text.encode()).to_bytes(4, "little") + text.encode() + bytes(len(text.encode()) % 2)
        for name, text in said.items()
    )
    return b"LIST", b"INFO" + items


def comments(sign: bytes, tail: bytes, by: str, *said: str) -> bytes:
    """The packet of an Ogg that says what it is."""
    texts = [text.encode() for text in said]
    listed = b"".join(len(text).to_bytes(4, "little") + text for text in texts)
    maker = len(by.encode()).to_bytes(4, "little") + by.encode()
    return sign + maker + len(texts).to_bytes(4, "little") + listed + tail


def an_ogg(first: bytes, *packets: bytes) -> bytes:
    """One stream: its first packet on a page of its own, each other one on as many as it needs."""
    pages, number = [_page(first, 2, 0)], 1
    for packet in packets:
        pieces = [packet[at : at + 255 * 255] for at in range(0, len(packet), 255 * 255)]
        for piece in pieces:
            pages.append(_page(piece, int(piece is not pieces[0]), number, piece is pieces[-1]))
            number += 1
    return b"".join(pages)


def _page(packet: bytes, flags: int, number: int, ends: bool = True) -> bytes:
    lengths = [255] * (len(packet) // 255) + ([len(packet) % 255] if ends else [])
    head = b"OggS\0" + bytes([flags]) + bytes(8) + b"ana1" + number.to_bytes(4, "little")
    plain = head + bytes(4) + bytes([len(lengths), *lengths]) + packet
    return head + sum_of(plain).to_bytes(4, "little") + plain[26:]


def sum_of(page: bytes) -> int:
    """A page's sum as RFC 3533 describes it, bit by bit; its own place for it counts as zeros."""
    total = 0
    for byte in page[:22] + bytes(4) + page[26:]:
        total ^= byte << 24
        for _bit in range(8):
            total = (total << 1) ^ (0x04C11DB7 if total & 0x80000000 else 0)
        total &= 0xFFFFFFFF
    return total


def pages_of(ogg: bytes) -> list[bytes]:
    """Its pages one after the other."""
    found, at = [], 0
    while at < len(ogg):
        end = at + 27 + ogg[at + 26] + sum(ogg[at + 27 : at + 27 + ogg[at + 26]])
        found.append(ogg[at:end])
        at = end
    return found


def element(id: str, content: bytes, endless: bool = False) -> bytes:
    """One of a WebM: element("7BA9", b"A title")."""
    size = b"\x01" + b"\xff" * 7 if endless else b"\x08" + len(content).to_bytes(4) if len(content) > 126 else b""
    return bytes.fromhex(id) + (size or bytes([0x80 | len(content)])) + content


def a_webm(title: str, tags: list[tuple[str, str]], endless: bool = False) -> bytes:
    """A head, what is said, a track and one cluster with a block."""
    head = element("1A45DFA3", element("4282", b"webm"))
    info = element("1549A966", element("BF", b"sum!") + element("7BA9", title.encode()) + element("4D80", b"maker"))
    simple = [element("67C8", element("45A3", n.encode()) + element("4487", t.encode())) for n, t in tags]
    told = element("1254C367", b"".join(element("7373", tag) for tag in simple))
    tracks = element("1654AE6B", element("AE", element("D7", b"\x01") + element("536E", title.encode())))
    cluster = element("1F43B675", element("E7", b"\x00") + element("A3", b"\x81\0\0\x80the picture"), endless)
    attached = element("1941A469", element("61A7", element("466E", title.encode())))
    return head + element("18538067", info + tracks + told + attached + cluster, endless)


def box(name: bytes, content: bytes, wide: bool = False) -> bytes:
    """One of an MP4; `wide`: its length stands behind its name."""
    if wide:
        return (1).to_bytes(4) + name + (16 + len(content)).to_bytes(8) + content
    return (8 + len(content)).to_bytes(4) + name + content


def an_mp4(brand: bytes, said: bytes, more: bytes = b"") -> bytes:
    """A head, what is said of all and of one track, and the picture."""
    item = box(b"\xa9ART", box(b"data", bytes(8) + said))
    inside = box(b"mvhd", bytes(100)) + box(b"udta", box(b"meta", bytes(4) + box(b"ilst", item)))
    track = box(b"trak", box(b"mdia", b"") + box(b"meta", said, wide=True))
    where = box(b"udta", b"\x00\x1a\xa9xyz\x00\x12\x15\xc7+41.5000-087.2600/")
    head = box(b"ftyp", brand + b"\0\0\0\0" + brand)
    return head + box(b"free", said) + box(b"moov", inside + track + where) + more + box(b"mdat", b"the picture")


def an_mp3(said: bytes) -> bytes:
    """Who made it, and a frame of sound."""
    frame = b"TPE1" + (len(said) + 1).to_bytes(4) + bytes(3) + said
    length = bytes((len(frame) >> (7 * place)) & 0x7F for place in (3, 2, 1, 0))
    return b"ID3\x03\x00\x00" + length + frame + b"\xff\xfb\x90\x00" + bytes(400)
