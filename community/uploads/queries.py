"""Files as rows: how each stands, its pieces, what was found in it, and what the store is to let go of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from community import db
from community.uploads import kinds
from community.uploads.kinds import KINDS, Group, Kind

COLUMNS = """
upload.id, upload.number, upload.name, upload.sent_as, upload.kind, upload.state, upload.why, upload.size,
upload.received, upload.sha256, upload.file, upload.copy, upload.copy_size, upload.copy_sha256, upload.alt,
upload.decorative, upload.metadata, upload.added_at, upload.expires_at
"""


@dataclass(frozen=True)
class Upload:
    """A file. `file` and `copy` are names in the store; `copy` "" where others see it as it was sent, or not at all."""

    id: int
    number: str
    name: str
    sent_as: str
    kind: str
    state: str
    why: str
    size: int
    received: int
    sha256: str = field(repr=False)
    file: str = field(repr=False)
    copy: str = field(repr=False)
    copy_size: int
    copy_sha256: str = field(repr=False)
    alt: str
    decorative: bool
    metadata: Mapping[str, Any] = field(repr=False)
    added_at: datetime
    expires_at: datetime | None

    @property
    def of_kind(self) -> Kind:
        return KINDS[self.kind]

    @property
    def group(self) -> Group:
        return self.of_kind.group

    @property
    def weight(self) -> str:
        return kinds.in_words(self.size)

    @property
    def done_weight(self) -> str:
        return kinds.in_words(self.received)

    @property
    def needs_words(self) -> bool:
        return kinds.needs_words(self.group, self.alt, self.decorative)


@dataclass(frozen=True)
class Page:
    """One page of a document as a picture in the store, with its text."""

    number: int
    file: str = field(repr=False)
    text: str


async def upload_by_id(upload_id: int) -> Upload | None:
    return await db.one(Upload, f"select {COLUMNS} from upload where id = :id", id=upload_id)  # noqa: S608


async def set_file_by_id(upload_id: int, file: str, sha256: str, size: int) -> int:
    """All of it is in the store: 1, or 0 when it was there already."""
    return await db.run(
        """
        update upload set file = :file, sha256 = :sha256, size = :size, received = :size, state = 'checking',
               expires_at = null
        where id = :id and state in ('waiting', 'uploading')
        """,
        id=upload_id, file=file, sha256=sha256, size=size,
    )


async def add_piece_by_id(upload_id: int, start: int, end: int, file: str, until: datetime) -> bool:
    """The next piece, exactly where the last one ended; False when that is elsewhere by now."""
    moved = await db.run(
        """
        update upload set received = :end, state = 'uploading', expires_at = :until
        where id = :id and received = :start and size >= :end and state in ('waiting', 'uploading')
        """,
        id=upload_id, start=start, end=end, until=until,
    )
    if moved:
        await db.run(
            "insert into upload_piece (upload_id, start, size, file) values (:id, :start, :size, :file)",
            id=upload_id, start=start, size=end - start, file=file,
        )
    return bool(moved)


async def pieces_by_id(upload_id: int) -> list[str]:
    """Names in the store, in their order; a file has a few hundred."""
    sql = "select file from upload_piece where upload_id = :id order by start limit 500000"
    return [row["file"] for row in await db.many(dict, sql, id=upload_id)]


async def forget_pieces_by_id(upload_id: int) -> None:
    await db.run("delete from upload_piece where upload_id = :id", id=upload_id)


async def expire_by_id(upload_id: int, at: datetime) -> int:
    """Gone, unless a piece came meanwhile."""
    return await db.run("delete from upload where id = :id and expires_at < :at", id=upload_id, at=at)


async def set_ready_by_id(
    upload_id: int, copy: str, copy_size: int, copy_sha256: str, metadata: Mapping[str, Any]
) -> int:
    """It was looked at: 1, or 0 when that was done already."""
    return await db.run(
        """
        update upload set state = 'ready', copy = :copy, copy_size = :copy_size,
               copy_sha256 = :copy_sha256, metadata = cast(:metadata as jsonb)
        where id = :id and state = 'checking'
        """,
        id=upload_id, copy=copy, copy_size=copy_size, copy_sha256=copy_sha256, metadata=dict(metadata),
    )


async def set_pages_by_id(upload_id: int, pages: Sequence[tuple[str, str]]) -> None:
    """Each page's picture in the store, and its text."""
    await db.run(
        """
        insert into upload_page (upload_id, number, file, text)
        select :id, number, file, text
        from unnest(cast(:files as text[]), cast(:texts as text[])) with ordinality as page (file, text, number)
        """,
        id=upload_id, files=[file for file, _text in pages], texts=[text for _file, text in pages],
    )


async def refuse_by_id(upload_id: int, why: str) -> int:
    """What is refused is not kept: the store lets go of it, a trigger notes what."""
    return await db.run(
        """
        update upload set state = 'refused', why = :why, file = '', sha256 = '', copy = '', expires_at = null
        where id = :id and state in ('waiting', 'uploading', 'checking')
        """,
        id=upload_id, why=why,
    )


async def stray_files_by_id(limit: int) -> list[str]:
    """Names in the store that no row has any more."""
    rows = await db.many(dict, "select file from stray_file order by file limit :limit", limit=limit)
    return [row["file"] for row in rows]


async def forget_stray_by_id(file: str) -> None:
    await db.run("delete from stray_file where file = :file", file=file)
