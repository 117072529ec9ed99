"""All that somebody wrote so far as one zip, made while it is sent: never more of it is held than one text or chunk."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from community import files
from community.errors import NotFound
from community.evidence import queries as evidence
from community.evidence.artifacts import queries as artifacts
from community.evidence.queries import Standing
from community.evidence.vault import queries
from community.evidence.vault.queries import Piece
from community.people.queries import Person

MOST_BYTES = 4_000_000_000  # of one zip; what comes after that is left out


class _Out:
    """What the zip has written and nobody has taken yet."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self.sent = 0

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        self.sent += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken, self._waiting = b"".join(self._waiting), []
        return taken


async def packed(person: Person, at: datetime, with_versions: bool = False) -> AsyncIterator[bytes]:
    """The zip's bytes: by micro-credential a Markdown file for each requirement, its files, its versions if wanted."""
    out = _Out()
    with ZipFile(out, "w") as archive:  # type: ignore[call-overload]
        standings: dict[str, Standing] = {}
        after = 0
        while batch := await queries.pieces(person, after):
            for piece in batch:
                if piece.code not in standings:
                    standings[piece.code] = await evidence.standing(person, piece.code)
                async for data in _one(archive, out, person, standings[piece.code], piece, at, with_versions):
                    yield data
            after = batch[-1].id
    yield out.take()


async def _one(
    archive: ZipFile, out: _Out, person: Person, standing: Standing, piece: Piece, at: datetime, with_versions: bool
) -> AsyncIterator[bytes]:
    place, heading = _place(standing, piece)
    if piece.text:
        _write(archive, f"{place}.md", f"# {heading}\n\n{piece.text}\n", piece.changed_at or at)
        yield out.take()
    async for data in _files(archive, out, person, standing, piece, place):
        yield data
    after = 0
    while with_versions and (batch := await queries.versions(person, piece.id, after)):
        for one in batch:
            _write(archive, f"{place}, versions/{one.number:05}.md", f"{one.text}\n", one.saved_at)
            yield out.take()
        after = batch[-1].number


async def _files(
    archive: ZipFile, out: _Out, person: Person, standing: Standing, piece: Piece, place: str
) -> AsyncIterator[bytes]:
    work = standing.works.get(piece.requirement_key)
    for one in await artifacts.artifacts(person, work) if work else []:
        if not one.file or out.sent + one.size > MOST_BYTES:
            continue
        try:
            opened = await files.open(one.file)
        except NotFound:
            continue
        about = _info(f"{place}, files/{one.number} {_plain(one.name)}", one.added_at, ZIP_STORED)
        with archive.open(about, "w", force_zip64=True) as entry:
            async for chunk in opened.chunks:
                entry.write(chunk)
                yield out.take()


def _write(archive: ZipFile, name: str, text: str, at: datetime) -> None:
    archive.writestr(_info(name, at, ZIP_DEFLATED), text.encode())


def _info(name: str, at: datetime, kind: int) -> ZipInfo:
    info = ZipInfo(name, max(at, at.replace(year=1980)).timetuple()[:6])
    info.compress_type = kind
    return info


def _place(standing: Standing, piece: Piece) -> tuple[str, str]:
    """Where a piece stands in the zip, and its heading: by the definition's order, what it has no more at the end."""
    for number, asked in enumerate(standing.requirements, 1):
        if asked.key == piece.requirement_key:
            heading = asked.label if asked.label == asked.title else f"{asked.label}: {asked.title}"
            return f"{_folder(standing)}/{number:02} {_plain(asked.label)}", heading
    return f"{_folder(standing)}/99 {_plain(piece.requirement_key)}", piece.requirement_key


def _folder(standing: Standing) -> str:
    return _plain(f"{standing.definition.code} {standing.definition.title}")


def _plain(name: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^\w .,()-]+", "_", name).strip(" .")[:100] or "_"
