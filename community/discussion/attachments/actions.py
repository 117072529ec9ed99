"""What happens to a message's files: they come with it, are looked at, and go with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from community import clock, numbers
from community.cohorts.queries import Seat
from community.discussion.attachments import queries
from community.discussion.attachments.rules import Described
from community.events import record
from community.uploads import keeping
from community.uploads.keeping import Keeper, Taken


@dataclass(frozen=True)
class Changed:
    """Detail of `message.file_changed`: where one of its files stands now."""

    state: str


@dataclass(frozen=True)
class Brought:
    """A file that came with a form, in the store and in no row yet, with what was said of it."""

    taken: Taken
    said: Described


async def add(seat: Seat, message_id: int, files: Sequence[Brought]) -> None:
    """In the transaction that makes the message. Each is looked at by a job, and opened by nobody before."""
    for one in files:
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


async def let_go(files: Sequence[Brought]) -> None:
    """What came with a form that was not taken, or had come already."""
    for one in files:
        await one.taken.let_go()


async def changed(upload_id: int) -> None:
    """Its message shows it anew."""
    found = await queries.where_by_id(upload_id)
    if found:
        record(
            "message.file_changed", f"channel:{found.channel_id}", about=found.message_id, detail=Changed(found.state)
        )


KEEPER = Keeper("discussion", changed)
