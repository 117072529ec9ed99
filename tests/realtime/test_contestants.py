"""The usual hub that ours is measured against: it, too, lets a reader go who takes nothing, and tells the others."""

import asyncio

import httpx2
import pytest
import websockets

from benchmarks import servers


async def test_the_usual_hub_lets_a_reader_go_for_whom_too_much_waits_and_tells_on():
    """As many in one turn of its loop as a queue holds, and then one more."""
    with servers.running("tasks") as server:
        here = f"127.0.0.1:{server.port}"
        async with httpx2.AsyncClient(base_url=f"http://{here}") as client, asyncio.timeout(30):
            async with websockets.connect(f"ws://{here}/live") as reader:
                assert (await client.get("/send?count=200")).text == "sent"
                heard = [await reader.recv() for _ in range(200)]
                assert '"id": "message-199"' in heard[-1]
                assert (await client.get("/send?count=201")).text == "sent"
                with pytest.raises(websockets.ConnectionClosed) as closed:
                    while True:
                        await reader.recv()
                assert closed.value.rcvd.code == 1013
            assert (await client.get("/send?count=1")).text == "sent", "nobody is left"
