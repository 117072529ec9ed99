"""All that somebody wrote so far as one zip, made while it is sent: never more of it is held than one text or chunk."""

from collections.abc import AsyncIterator
from datetime import datetime

from community import files
from community.archives import Archive, plain
from community.errors import NotFound
from community.evidence import queries as evidence
from community.evidence.artifacts import queries as artifacts
from community.evidence.queries import Standing
from community.evidence.vault import queries
from community.evidence.vault.queries import Piece
from community.people.queries import Person

MOST_BYTES = 4_000_000_000  # of one zip; what comes after that is left out


async def packed(person: Person, at: datetime, with_versions: bool = False) -> AsyncIterator[bytes]:
    """The zip's bytes: by micro-credential a Markdown file for each requirement, its files, its versions if wanted."""
    archive, after = Archive(), 0
    standings: dict[str, Standing] = {}
    while batch := await queries.pieces(person, after):
        for piece in batch:
            if piece.code not in standings:
                standings[piece.code] = await evidence.standing(person, piece.code)
            async for data in _one(archive, person, standings[piece.code], piece, at, with_versions):
                yield data
        after = batch[-1].id
    archive.close()
    yield archive.take()


async def _one(
    archive: Archive, person: Person, standing: Standing, piece: Piece, at: datetime, with_versions: bool
) -> AsyncIterator[bytes]:
    place, heading = _place(standing, piece)
    if piece.text:
        archive.write(f"{place}.md", f"# {heading}\n\n{piece.text}\n", piece.changed_at or at)
        yield archive.take()
    async for data in _files(archive, person, piece, place):
        yield data
    after = 0
    while with_versions and (batch := await queries.versions(person, piece.id, after)):
        for one in batch:
            archive.write(f"{place}, versions/{one.number:05}.md", f"{one.text}\n", one.saved_at)
            yield archive.take()
        after = batch[-1].number


async def _files(archive: Archive, person: Person, piece: Piece, place: str) -> AsyncIterator[bytes]:
    for one in (await artifacts.artifacts_at(person, [piece.id])).get(piece.id, []):
        if not one.file or archive.size + one.size > MOST_BYTES:
            continue
        try:
            opened = await files.open(one.file)
        except NotFound:
            continue
        with archive.entry(f"{place}, files/{one.number} {plain(one.name)}", one.added_at) as entry:
            async for chunk in opened.chunks:
                entry.write(chunk)
                yield archive.take()


def _place(standing: Standing, piece: Piece) -> tuple[str, str]:
    """Where a piece stands in the zip, and its heading: by the definition's order, what it has no more at the end."""
    for number, asked in enumerate(standing.requirements, 1):
        if asked.key == piece.requirement_key:
            return f"{_folder(standing)}/{number:02} {plain(asked.label)}", asked.full_name
    return f"{_folder(standing)}/99 {plain(piece.requirement_key)}", piece.requirement_key


def _folder(standing: Standing) -> str:
    return plain(f"{standing.definition.code} {standing.definition.title}")
