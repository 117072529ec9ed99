"""The usual hub: a queue and a task for each socket, so that a slow one holds nobody up; one that is full is let go."""

import asyncio
import contextlib

from starlette.websockets import WebSocket

from benchmarks.contestants import serving
from benchmarks.message import message

MOST_WAITING = 200
TRY_AGAIN_LATER = 1013
readers: dict[asyncio.Queue[str], asyncio.Task] = {}


async def follow(socket: WebSocket) -> None:
    await socket.accept()
    queue: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
    readers[queue] = task = asyncio.create_task(pass_on(queue, socket))
    await serving.until_gone(socket)
    let_go(queue)
    await asyncio.wait([task])


async def pass_on(queue: asyncio.Queue[str], socket: WebSocket) -> None:
    try:
        while True:
            await socket.send_text(await queue.get())
    finally:
        with contextlib.suppress(RuntimeError):  # it is gone already
            await socket.close(TRY_AGAIN_LATER)


def let_go(queue: asyncio.Queue[str]) -> None:
    task = readers.pop(queue, None)
    if task:
        task.cancel()


async def tell(number: int) -> None:
    text = message(number)
    for queue in list(readers):
        try:
            queue.put_nowait(text)
        except asyncio.QueueFull:
            let_go(queue)


serving.serve(serving.app(tell, follow))
