"""A clean stop: the readers are asked to come back before the server closes."""

import asyncio
import contextlib
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from types import FrameType

from realtime import protocol
from realtime.hub import Hub

BATCHES = 20
SECONDS = 2.0  # over which the sockets are closed
WITHIN = 5.0  # seconds in which they come back, each at a random moment


async def take_leave(hub: Hub) -> None:
    """Close all sockets, spread over SECONDS, so that their return is no stampede."""
    word = protocol.encode(protocol.ComeBack(WITHIN))
    readers = list(hub.readers)
    size = -(-len(readers) // BATCHES)
    for start in range(0, len(readers), max(1, size)):
        for reader in readers[start : start + size]:
            if reader.open:
                reader.write(word)
                reader.hang_up(protocol.RESTART, "come back")
        await asyncio.sleep(SECONDS / BATCHES)


@contextlib.contextmanager
def heeding(leave: Callable[[], Awaitable[None]]) -> Iterator[None]:
    """Inside: before uvicorn's own handler of SIGTERM and SIGINT runs, `leave()` does. A second signal does not wait.

    uvicorn closes sockets before the lifespan ends, so the lifespan's end is too late for a farewell.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop, leaving = asyncio.get_running_loop(), set()
    former = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def pass_on(number: int, frame: FrameType | None = None) -> None:
        handler = former[number]  # type: ignore[index]
        if callable(handler):
            handler(number, frame)
        elif handler == signal.SIG_DFL:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    async def leave_then(number: int) -> None:
        try:
            await leave()
        finally:
            pass_on(number)

    def begin(number: int) -> None:
        leaving.add(asyncio.create_task(leave_then(number)))

    def heed(number: int, frame: FrameType | None) -> None:
        if leaving:
            pass_on(number, frame)
        else:
            loop.call_soon_threadsafe(begin, number)

    for number in former:
        signal.signal(number, heed)
    try:
        yield
    finally:
        for number, handler in former.items():
            if signal.getsignal(number) is heed:
                signal.signal(number, handler)
