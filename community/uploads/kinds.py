"""Which kinds of file are taken, how large, and what their content says they are. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

import filetype

from community.words import gettext as _

HEAD = 8192  # bytes that a kind is known by
LONGEST_NAME = 200


class State(StrEnum):
    """The life of a file: waiting → uploading → checking → ready or refused."""

    WAITING = "waiting"  # said, and nothing came yet
    UPLOADING = "uploading"
    CHECKING = "checking"
    READY = "ready"
    REFUSED = "refused"


class Group(StrEnum):
    """What people call it."""

    DOCUMENT = "document"
    PICTURE = "picture"
    AUDIO = "audio"
    VIDEO = "video"


MOST_BYTES = {
    Group.DOCUMENT: 50_000_000,
    Group.PICTURE: 30_000_000,
    Group.AUDIO: 500_000_000,
    Group.VIDEO: 500_000_000,
}
LARGEST = max(MOST_BYTES.values())


@dataclass(frozen=True)
class Kind:
    """One kind of file: its media type, how its names may end, what it looks like inside, how it is asked for."""

    name: str
    media_type: str
    group: Group
    endings: tuple[str, ...]
    signs: tuple[str, ...]  # as the library calls what it sees in the first bytes; "zip" is looked into later
    asked_as: tuple[str, ...]  # file_kinds of a requirement

    @property
    def most(self) -> int:
        return MOST_BYTES[self.group]


def _kind(name: str, media_type: str, group: Group, endings: str = "", signs: str = "", asked_as: str = "") -> Kind:
    return Kind(*(name, media_type, group), *(tuple((text or name).split()) for text in (endings, signs, asked_as)))


OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.name: kind
    for kind in (
        _kind("pdf", "application/pdf", Group.DOCUMENT),
        _kind("docx", f"{OFFICE}.wordprocessingml.document", Group.DOCUMENT, signs="zip"),
        _kind("pptx", f"{OFFICE}.presentationml.presentation", Group.DOCUMENT, signs="zip"),
        _kind("xlsx", f"{OFFICE}.spreadsheetml.sheet", Group.DOCUMENT, signs="zip"),
        _kind("odt", "application/vnd.oasis.opendocument.text", Group.DOCUMENT, signs="zip"),
        _kind("txt", "text/plain; charset=utf-8", Group.DOCUMENT, "txt md csv", "text", "txt md csv"),
        _kind("jpg", "image/jpeg", Group.PICTURE, "jpg jpeg"),
        _kind("png", "image/png", Group.PICTURE, asked_as="png jpg"),
        _kind("webp", "image/webp", Group.PICTURE, asked_as="png jpg"),
        _kind("gif", "image/gif", Group.PICTURE, asked_as="png jpg"),
        _kind("mp3", "audio/mpeg", Group.AUDIO),
        _kind("m4a", "audio/mp4", Group.AUDIO, signs="m4a mp4", asked_as="mp3"),
        _kind("wav", "audio/wav", Group.AUDIO, asked_as="mp3"),
        _kind("ogg", "audio/ogg", Group.AUDIO, "ogg oga opus", asked_as="mp3"),
        _kind("mp4", "video/mp4", Group.VIDEO, "mp4 m4v", "mp4 m4v"),
        _kind("mov", "video/quicktime", Group.VIDEO, signs="mov", asked_as="mp4"),
        _kind("webm", "video/webm", Group.VIDEO, asked_as="mp4"),
    )
}
PACKED = dict.fromkeys(("docx", "pptx", "xlsx", "odt"), "zip")  # which of them it is, is seen when it is looked into
MOST_NAME_BYTES = 255  # what a folder on most machines takes
UNSEEN = {"Cc", "Cf", "Cs"}  # categories of signs that print nothing, or turn the reading round
WEB_PAGE = re.compile(rb"\s*<(!doctype|html|svg|\?xml|script|body|head)\b", re.I)


class NotTaken(ValueError):
    """This file is not taken; the sentence says why, and what to do."""


class TooLarge(NotTaken):
    """It has more bytes than are taken, or than it was said to have."""


def clean_name(sent: str) -> str:
    """The name without folders, signs that cannot be seen or turn the reading round, or too much of it (A36).

    At most 200 letters and 255 bytes. An ending that says a kind stays; cleaning twice is cleaning once.
    """
    seen = "".join(sign for sign in sent if unicodedata.category(sign) not in UNSEEN)
    last = " ".join(re.split(r"[/\\]", unicodedata.normalize("NFC", seen))[-1].split()).rstrip(". ")
    plain = last.lstrip(". ") or _("File")
    whole = f"{_('File')}.{plain}"
    if last.startswith(".") and "." not in plain and kind_of_name(whole):  # .pdf: an ending is all of its name
        plain = whole
    stem, dot, ending = plain.rpartition(".") if kind_of_name(plain) else (plain, "", "")
    return _shortened(stem, f"{dot}{ending}") + dot + ending


def _shortened(stem: str, ending: str) -> str:
    """As much of the stem as fits before this ending."""
    letters = stem[: LONGEST_NAME - len(ending)].encode()
    short = letters[: MOST_NAME_BYTES - len(ending.encode())].decode(errors="ignore")
    return short if short == stem else short.rstrip(". ")


def kind_of_name(name: str) -> Kind | None:
    """What a name promises by its ending."""
    ending = PurePosixPath(name.lower()).suffix[1:]
    return next((kind for kind in KINDS.values() if ending in kind.endings), None)


def named_like(name: str, kind: Kind) -> str:
    """The clean name, with an ending that fits its kind: a new name cannot make another kind of it."""
    return clean_name(name if kind_of_name(clean_name(name)) is kind else f"{name}.{kind.name}")


def kind_of(name: str, head: bytes, asked: tuple[str, ...] = ()) -> Kind:
    """The kind that name and content agree upon (A33), among those that are asked for. Raises NotTaken."""
    kind = kind_of_asked(name, asked)
    if not head:
        raise NotTaken(_("This file is empty. Choose another one."))
    if _sign(head) not in kind.signs:
        raise NotTaken(
            _("This is called .%(ending)s, and inside it is something else. Save it anew in that form, then send it.")
            % {"ending": PurePosixPath(name.lower()).suffix[1:]}
        )
    return kind


def kind_of_asked(name: str, asked: tuple[str, ...]) -> Kind:
    """What its name promises, if it is among those that are asked for; NotTaken."""
    kind = kind_of_name(name)
    if kind is None or not ({*kind.asked_as} & {*asked} or not asked):
        raise NotTaken(
            _("Files of this kind are not taken here. Choose one of these: %(kinds)s.") % {"kinds": kinds_said(asked)}
        )
    return kind


def _sign(head: bytes) -> str:
    """What the first bytes say."""
    found = filetype.guess(head[:HEAD])
    if found:
        sign = {"apng": "png", **PACKED}.get(found.extension, found.extension)
    elif head[:4] == b"PK\x03\x04":
        sign = "zip"
    elif head[4:8] == b"ftyp":
        sign = "mov" if head[8:10] == b"qt" else "mp4"
    elif head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2") or head[:3] == b"ID3":
        sign = "mp3"
    else:
        sign = "text" if _is_text(head) else ""
    return sign


def _is_text(head: bytes) -> bool:
    try:
        text = head[:HEAD].decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        if wrong.end < len(head[:HEAD]) - 3:  # more than a letter that was cut in two
            return False
        text = head[: wrong.start].decode("utf-8-sig", "replace")
    return not WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")) and not re.search(r"[\x00-\x08\x0e-\x1f]", text)


def endings(asked: tuple[str, ...] = ()) -> str:
    """For a field that chooses files: .pdf,.docx …"""
    kinds = (kind for kind in KINDS.values() if not asked or {*kind.asked_as} & {*asked})
    return ",".join(f".{ending}" for kind in kinds for ending in kind.endings)


def kinds_said(asked: tuple[str, ...] = ()) -> str:
    """For people: PDF, DOCX …"""
    return ", ".join(kind.name.upper() for kind in KINDS.values() if not asked or {*kind.asked_as} & {*asked})


def check_size(size: int, most: int) -> None:
    """Raises NotTaken with how much it may be, in bytes."""
    if size < 1:
        raise NotTaken(_("This file is empty. Choose another one."))
    if size > most:
        raise TooLarge(larger_than(most))


def larger_than(most: int) -> str:
    """The sentence for a file that is too large."""
    words = in_words(most)
    return _("This file is larger than %(most)s. Make it smaller, or send a part of it.") % {"most": words}


def more_than_said() -> str:
    """The sentence for a file that grew while it was sent."""
    return _("More came than this file was said to have. Send it again.")


def needs_words(group: Group, alt: str, decorative: bool) -> bool:
    """A picture says what is on it, or that it only decorates (F140)."""
    return group is Group.PICTURE and not alt and not decorative


def in_words(size: int) -> str:
    """340 KB, 2.1 MB: in the thousands that people's machines show."""
    if size < 1_000_000:
        words = _("%(number)s KB") % {"number": max(1, round(size / 1000))}
    elif size < 1_000_000_000:
        words = _("%(number)s MB") % {"number": f"{size / 1_000_000:.1f}".removesuffix(".0")}
    else:
        words = _("%(number)s GB") % {"number": f"{size / 1_000_000_000:.1f}".removesuffix(".0")}
    return words
