"""What happens to a message's files: they come with it or before it, are looked at, and go with it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from community import clock, db, numbers
from community.cohorts.queries import Seat
from community.discussion.attachments import coming, queries, rules
from community.discussion.attachments.rules import Described
from community.errors import Conflict
from community.events import record
from community.once import once
from community.pages import _
from community.uploads import keeping, kinds
from community.uploads.keeping import Keeper, Taken
from community.uploads.queries import Upload


@dataclass(frozen=True)
class Changed:
    """Detail of `message.file_changed`: where one of its files stands now."""

    state: str


@dataclass(frozen=True)
class Brought:
    """A file that came with a form, in the store and in no row yet, with what was said of it."""

    taken: Taken
    said: Described


@dataclass(frozen=True)
class Came:
    """A file that came in pieces before its message, with what was said of it."""

    upload: Upload
    said: Described


File = Brought | Came


async def create(seat: Seat, name: str, size: int, key: UUID) -> Upload:
    """A file that will come, once for one `key`. Raises NotTaken by what is known of it already."""
    name = kinds.clean_name(name)
    kind = kinds.kind_of_asked(name, ())
    kinds.check_size(size, min(kind.most, rules.MOST_BYTES))

    async def make() -> str:
        rules.check_room(await coming.count(seat))
        number, at = numbers.draw(), clock.now()
        await coming.add(seat, number, name, kind.name, size, at, at + keeping.LIFE)
        return number

    return await coming.coming(seat, await once("file of a message", seat.person_id, key, make))


async def give_up(seat: Seat, upload: Upload) -> None:
    """It will not come."""
    async with db.transaction():
        await coming.remove(seat, upload.id)
        await keeping.forget_soon(KEEPER)


async def sweep(_payload: dict) -> None:
    """The job: what came for a message that was never sent goes again."""
    at = clock.now()
    async with db.transaction():
        if await coming.sweep_by_id(at, at - rules.KEPT_WITHOUT_MESSAGE):
            await keeping.forget_soon(KEEPER)


async def add(seat: Seat, message_id: int, files: Sequence[File]) -> None:
    """In the transaction that makes the message. Each is looked at by a job, and opened by nobody before."""
    for one in files:
        if isinstance(one, Came):
            if not await coming.attach(seat, message_id, one.upload.id, one.said.alt, one.said.decorative):
                raise Conflict(_("A file of this message is not here any more. Choose it again."))
            continue
        stored, taken = one.taken.stored, one.taken
        upload_id = await queries.add_attachment(
            seat, message_id, numbers.draw(), taken.name, taken.kind.name, stored.size, stored.name, stored.sha256,
            one.said.alt, one.said.decorative, clock.now(),
        )  # fmt: skip
        await keeping.look_soon(KEEPER, upload_id)


async def remove(seat: Seat, message_id: int) -> None:
    """In the transaction that deletes the message: what it brought goes with it, out of the store too."""
    if await queries.remove_attachments(seat, message_id):
        await keeping.forget_soon(KEEPER)


async def let_go(files: Sequence[File]) -> None:
    """What came with a form that was not taken, or had come already. What came before it waits for another try."""
    for one in files:
        if isinstance(one, Brought):
            await one.taken.let_go()


@asynccontextmanager
async def taken(files: Sequence[File]) -> AsyncIterator[None]:
    """Whatever goes wrong here, nothing is left of what came with the form."""
    try:
        yield
    except BaseException:
        await let_go(files)
        raise


async def changed(upload_id: int) -> None:
    """Its message shows it anew."""
    found = await queries.where_by_id(upload_id)
    if found:
        record(
            "message.file_changed", f"channel:{found.channel_id}", about=found.message_id, detail=Changed(found.state)
        )


KEEPER = Keeper("discussion", changed)
