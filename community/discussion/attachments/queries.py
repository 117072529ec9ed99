"""Files of messages as rows."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts.queries import Seat
from community.errors import NotFound
from community.uploads import kinds
from community.uploads.kinds import KINDS, Group, State
from community.uploads.queries import COLUMNS, Upload

# To be joined to `message`: none of what was deleted.
FILES = """
left join lateral (
    select jsonb_agg(jsonb_build_object(
               'number', upload.number, 'name', upload.name, 'kind', upload.kind, 'state', upload.state,
               'why', upload.why, 'size', upload.size, 'alt', upload.alt) order by upload.id) as files
    from upload where upload.message_id = message.id
) as brought on message.deleted_at is null
"""


@dataclass(frozen=True)
class Attachment:
    """A file of a message, as everybody sees it who reads the message."""

    number: str
    name: str
    kind: str
    state: str
    why: str
    size: int
    alt: str

    @property
    def group(self) -> Group:
        return KINDS[self.kind].group

    @property
    def weight(self) -> str:
        return kinds.in_words(self.size)


@dataclass(frozen=True)
class Where:
    """In which message of which channel a file stands, and how it stands there."""

    message_id: int
    channel_id: int
    state: str


async def attachment(seat: Seat, message_id: int, number: str) -> Upload:
    """A file of a message that this seat may read: the caller has found that out. NotFound for any other."""
    found = await db.one(
        Upload,
        f"select {COLUMNS} from upload where number = :number and message_id = :message_id",  # noqa: S608
        number=number,
        message_id=message_id,
    )
    if found is None:
        raise NotFound
    return found


async def add_attachment(
    seat: Seat, message_id: int, number: str, name: str, kind: str, size: int, file: str, sha256: str,
    alt: str, decorative: bool, at: datetime,
) -> int:  # fmt: skip
    """A file that is here and was not looked at yet; its id."""
    return await db.value(
        """
        insert into upload (number, message_id, name, sent_as, kind, state, size, received, file, sha256, alt,
                            decorative, added_at)
        values (:number, :message_id, :name, :name, :kind, :state, :size, :size, :file, :sha256, :alt,
                :decorative, :at)
        returning id
        """,
        number=number, message_id=message_id, name=name, kind=kind, state=State.CHECKING, size=size, file=file,
        sha256=sha256, alt=alt, decorative=decorative, at=at,
    )  # fmt: skip


async def remove_attachments(seat: Seat, message_id: int) -> int:
    """All of one's own message; a trigger notes what the store still holds of them."""
    return await db.run(
        """
        delete from upload using message
        where message.id = :message_id and message.person_id = :person_id and upload.message_id = message.id
        """,
        message_id=message_id,
        person_id=seat.person_id,
    )


async def where_by_id(upload_id: int) -> Where | None:
    return await db.one(
        Where,
        """
        select message.id as message_id, message.channel_id, upload.state from upload
        join message on message.id = upload.message_id where upload.id = :id
        """,
        id=upload_id,
    )
