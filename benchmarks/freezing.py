"""An attempt with forty files is submitted: the frozen copy beside hashing and copying the same bytes by hand."""

import asyncio
import hashlib
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.log import database
from benchmarks.settings import for_benchmarks

FILES, SIZE, ROUNDS = 40, 1_000_000, 9  # bytes of each file
CODE, ARTIFACTS = "EL-02", ("talk_plan", "talk_record")
OURS, PLAIN = "ours: checked, frozen, told", "hashlib and shutil.copyfile"


def freezing() -> None:
    """Milliseconds and CPU of this process for one attempt, the median; the database's own CPU is not in it."""
    print(f"submitting with {FILES} files of {SIZE / 1e6:.0f} MB", flush=True)
    with database() as url, for_benchmarks(DATABASE_URL=url, ROUNDTABLE_BASE_URL="https://127.0.0.1"):
        spent = asyncio.run(_run())
    base = spent[PLAIN][0]
    for name, (seconds, cpu) in spent.items():
        print(f"  {name:<32}{seconds * 1000:8.1f} ms {cpu * 1000:8.1f} ms CPU {seconds / base:8.2f} × {PLAIN}")


async def _run() -> dict[str, tuple[float, float]]:
    from community import app
    from tests.support.attempts import makes_all, opens_a_window
    from tests.support.catalogue import a_definition
    from tests.support.people import make_person
    from tests.support.servers import lifespan

    async with lifespan(app.make(work=False)):
        definition, person = await a_definition(CODE), await make_person("Ana Torres")
        await makes_all(person, definition)
        await _attach(person, definition)
        await opens_a_window(person, definition)
        with tempfile.TemporaryDirectory(prefix="roundtable-bench-") as folder:
            return await _compare(person, _contents(), Path(folder))


async def _attach(person, definition) -> None:
    """Up to twenty at each artifact, looked at as the worker does; one is there already."""
    from community.evidence import queries as works
    from community.evidence.artifacts import queries as artifacts
    from tests.support.artifacts import an_office_file, attaches

    for number, content in enumerate(_contents()[1:], 1):
        file = an_office_file("docx", more={"word/media/picture.bin": content})
        await attaches(person, definition, ARTIFACTS[(number + 1) % 2], f"file-{number}.docx", file)
    of = [await works.work(person, CODE, key) for key in ARTIFACTS]
    going = [file for work in of for file in await artifacts.artifacts(person, work)]
    assert len(going) == FILES and {file.state for file in going} == {"ready"}, "the premise"


async def _compare(person, contents: list[bytes], folder: Path) -> dict[str, tuple[float, float]]:
    """In turns, so that both meet the same machine."""
    from community.submissions import actions, queries
    from community.submissions.rules import Promise

    sources = [folder / f"{number}.bin" for number in range(len(contents))]
    for source, content in zip(sources, contents, strict=True):
        source.write_bytes(content)
    numbers: list[str] = []

    async def submit() -> None:
        numbers.append(await actions.submit(person, CODE, list(Promise), at_once=True))

    async def copy() -> None:
        for source in sources:
            with source.open("rb") as opened:
                hashlib.file_digest(opened, "sha256")
            shutil.copyfile(source, source.with_suffix(".copy"))

    spent: dict[str, list[tuple[float, float]]] = {OURS: [], PLAIN: []}
    for turn in range(ROUNDS + 1):  # the first warms
        ours, plain = await _measure(submit), await _measure(copy)
        made = await queries.submission(person, numbers[-1])
        assert len(await queries.frozen_files(person, made)) == FILES, "the premise: all of them went along"
        await actions.take_back(person, made)
        if turn:
            spent[OURS].append(ours)
            spent[PLAIN].append(plain)
    return {name: _median(found) for name, found in spent.items()}


def _median(spent: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(seconds for seconds, _cpu in spent), statistics.median(cpu for _seconds, cpu in spent)


async def _measure(deed: Callable[[], Awaitable[None]]) -> tuple[float, float]:
    begun, used = time.perf_counter(), time.process_time()
    await deed()
    return time.perf_counter() - begun, time.process_time() - used


def _contents() -> list[bytes]:
    """The same each time, and of no use to whoever compresses."""
    chance = random.Random(1)
    return [chance.randbytes(SIZE) for _file in range(FILES)]
