"""Files in a bucket (s3://): a real server of that protocol, which checks each signature, holds them as files."""

import contextlib
import hashlib
import os

import pytest
import pytest_asyncio

from community import errors, files
from community.commands.doctor import neighbours
from community.config import settings
from community.config.table import BUCKET
from community.uploads import keeping, receiving
from tests.evidence.artifacts.test_uploads import at_home as at_home
from tests.evidence.artifacts.test_uploads import begins, gathered, goes_on, offset
from tests.support.artifacts import a_pdf, artifacts_of
from tests.support.backups import command
from tests.support.buckets import buckets
from tests.support.databases import fresh_database
from tests.support.people import form_in
from tests.support.stores import needs_root, small_store

NAMES = ("roundtable", "restored")
WAITS = "This file cannot be kept just now: there is no place for it."


@pytest_asyncio.fixture
async def store(tmp_path_factory):
    async with buckets(tmp_path_factory.mktemp("store"), *NAMES) as one:
        yield one


async def in_chunks(content: bytes):
    """As a network brings it."""
    for start in range(0, len(content), 500_000):
        yield content[start : start + 500_000]


@pytest.fixture
def kept_in(monkeypatch):
    """`with kept_in(AWS_…)`: this process keeps its files in that bucket."""

    @contextlib.contextmanager
    def keep_in(bucket: str = "roundtable", **around: str):
        with monkeypatch.context() as patch:
            for name, value in (around | {"ROUNDTABLE_FILES": f"s3://{bucket}"}).items():
                patch.setenv(name, value)
            forget_what_was_read()
            yield
        forget_what_was_read()

    return keep_in


def forget_what_was_read() -> None:
    settings.cache_clear()
    files._opened.cache_clear()


async def test_x14_a_file_in_pieces_goes_on_is_shown_in_parts_backed_up_and_goes(
    store, kept_in, at_home, ana, definition, server_url, tmp_path
):
    """The whole of it goes to the store in three parts, each of five million bytes."""
    content = a_pdf(2) + os.urandom(11_000_000)
    with kept_in(**store.reached()):
        where = await begins(at_home, len(content))
        assert (await goes_on(at_home, where, in_chunks(content[:9_000_000]), 0)).status_code == 204
        assert len(store.names()) == 3, "each piece is there as it comes"
        at = await offset(at_home, where)
        assert (await goes_on(at_home, where, in_chunks(content[at:]), at)).status_code == 204
        (file,) = await gathered(ana, definition)
        assert (file.state, file.sha256) == ("ready", hashlib.sha256(content).hexdigest())
        await keeping.forget_files({})
        assert len(store.names()) == 4 and {file.file, file.copy} < store.names(), "and two pages; no piece is left"
        address = f"{file.address}/content"
        assert (await at_home.get(address)).content == content
        part = await at_home.get(address, headers={"range": "bytes=5000000-7000000"})
        assert part.status_code == 206 and part.content == content[5_000_000:7_000_001]

        await is_brought_back(store, server_url, tmp_path)

        page = (await at_home.get(file.address)).text
        gone = await at_home.post(f"{file.address}/removal", data=form_in(page, f"{file.address}/removal"))
        await keeping.forget_files({})
        assert gone.status_code == 303 and store.names() == set()


async def is_brought_back(store, server_url, tmp_path) -> None:
    """A backup from one bucket, restored into another."""
    backup = str(tmp_path / "kept")
    await command("backup", backup)
    async with fresh_database(server_url) as url:
        elsewhere = {"DATABASE_URL": url, "ROUNDTABLE_FILES": "s3://restored"}
        await command("restore", backup, "--data", str(tmp_path / "new"), **elsewhere)
    assert store.names("restored") == store.names() != set()
    for name in store.names():
        before, after = (store.folder / bucket / f"{name}._S3rver_object" for bucket in NAMES)
        assert before.read_bytes() == after.read_bytes()


async def test_x15_a_store_that_is_away_is_said_and_a_piece_goes_on_when_it_is_back(
    store, kept_in, proxy, at_home, ana, definition, monkeypatch
):
    way, content = await proxy(store.url), a_pdf() + os.urandom(30_000)
    monkeypatch.setattr(receiving, "PIECE", 10_000)
    with kept_in(**store.reached(AWS_ENDPOINT=way.url)):
        where = await begins(at_home, len(content))
        assert (await goes_on(at_home, where, content[:20_000], 0)).status_code == 204
        await way.cut()
        answer = await goes_on(at_home, where, content[20_000:], 20_000)
        assert answer.status_code == 503 and answer.text.startswith(WAITS)
        with pytest.raises(errors.Unavailable):
            await gathered_piece(ana, definition)
        await way.restore()
        assert await offset(at_home, where) == 20_000, "what had come is there"
        assert (await goes_on(at_home, where, content[20_000:], 20_000)).status_code == 204
        (file,) = await gathered(ana, definition)
        assert file.sha256 == hashlib.sha256(content).hexdigest()


async def gathered_piece(person, definition) -> None:
    """Reads the first piece of what has come."""
    (file,) = await artifacts_of(person, definition)
    (name, *_more) = await receiving.queries.pieces_by_id(file.id)
    await files.open(name)


async def test_x15_a_store_that_refuses_us_keeps_nothing_and_says_so(store, kept_in, at_home, ana, definition):
    with kept_in(**store.reached(AWS_SECRET_ACCESS_KEY="another")):
        where = await begins(at_home, 9_000)
        answer = await goes_on(at_home, where, a_pdf() + b"%" * 8_000, 0)
    assert answer.status_code == 503 and answer.text.startswith(WAITS) and store.names() == set()


@needs_root
async def test_x14_a_store_that_is_really_full_says_so_and_goes_on_when_there_is_place(
    kept_in, at_home, ana, definition, tmp_path
):
    async with small_store(tmp_path, "10m") as disk, buckets(tmp_path, "roundtable") as full:
        with kept_in(**full.reached()):
            content = a_pdf() + os.urandom(9_000_000)
            where = await begins(at_home, len(content))
            answer = await goes_on(at_home, where, in_chunks(content), 0)
            assert answer.status_code == 503 and answer.text.startswith(WAITS)
            at = await offset(at_home, where)
            assert at == receiving.PIECE, "the premise: the first piece had room"
            await disk.grows("60m")
            assert (await goes_on(at_home, where, in_chunks(content[at:]), at)).status_code == 204
            (file,) = await gathered(ana, definition)
            assert file.sha256 == hashlib.sha256(content).hexdigest()


async def test_the_doctor_says_whether_a_bucket_is_reached_and_each_setting_counts(store, kept_in):
    assert {*store.reached()} == {*BUCKET}
    with kept_in(**store.reached()):
        assert await of_files() == ("OK", "Files are kept at s3://roundtable, which can be written and read.")
        assert store.names() == set(), "nothing is left in it"
    for name, wrong in {
        "AWS_ENDPOINT": "http://127.0.0.1:1", "AWS_ALLOW_HTTP": "false", "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "somebody", "AWS_SECRET_ACCESS_KEY": "another",
    }.items():  # fmt: skip
        with kept_in(**store.reached(**{name: wrong})):
            state, says = await of_files()
            assert state == "BROKEN" and name in says and "the tests know" not in says, name
    with kept_in("no-such-bucket", **store.reached()):
        assert (await of_files())[0] == "BROKEN"


async def of_files() -> tuple[str, str]:
    (found,) = [each for each in await neighbours.look() if each.about == "files"]
    return str(found.state).upper(), found.says


async def test_a32_more_than_was_allowed_leaves_nothing_in_the_bucket(store, kept_in):
    async def endless():
        while True:
            yield bytes(1_000_000)

    with kept_in(**store.reached()):
        with pytest.raises(files.TooLarge):
            await files.put(endless(), 12_000_000)
        assert store.names() == set()


async def test_a_store_that_never_answers_is_waited_for_only_so_long(store, kept_in, proxy, monkeypatch):
    way = await proxy(store.url)
    way.stall()
    monkeypatch.setitem(files.PATIENCE, "read_timeout", "300ms")
    with kept_in(**store.reached(AWS_ENDPOINT=way.url)), pytest.raises(errors.Unavailable):
        await files.open("ab/" + "c" * 30)
