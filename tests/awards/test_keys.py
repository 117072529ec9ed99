"""The keys that issuers sign with: theirs alone, made once, changed by a command, listed for ever."""

import asyncio
import os
import subprocess
import sys

import pytest

from community import clock, db
from community.affiliates import queries as affiliates
from community.awards.keys import actions, public, queries, store
from community.awards.keys.queries import Signer
from community.config import CannotStart, settings
from tests.support.awards import signed_award

ISSUER = "commonwealth-educators"


async def signer() -> Signer:
    issuer = await affiliates.public_issuer(ISSUER)
    return Signer(issuer.id, issuer.slug)


def test_they_are_made_once_and_nobody_else_may_read_them(tmp_path):
    folder = tmp_path / "keys"
    (made,) = store.first(folder, ISSUER, clock.now())
    (again,) = store.first(folder, ISSUER, clock.now())
    assert public.multibase(made) == public.multibase(again) and public.jwk(made) == public.jwk(again)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.rglob("*"))}
    assert modes == {
        "keys": 0o700, ".lock": 0o600, ISSUER: 0o700, made.name: 0o700, "ed25519.pem": 0o600, "rsa.pem": 0o600
    }  # fmt: skip
    assert set(public.jwk(made)) == {"kty", "n", "e"}, "nothing of the private half"


async def test_many_processes_at_once_make_one(tmp_path):
    code = (
        "import sys; from pathlib import Path; from community import clock; from community.awards.keys import store;"
        f"print(store.first(Path(sys.argv[1]), '{ISSUER}', clock.now())[0].name)"
    )
    asked = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, str(tmp_path / "keys"), stdout=subprocess.PIPE
        )
        for _ in range(4)
    ]
    told = {(await process.communicate())[0] for process in asked}
    assert len(told) == 1 and told != {b""}


@pytest.mark.parametrize("which", ["folder", "file"])
def test_those_that_others_may_read_are_refused_with_a_sentence(tmp_path, which):
    (made,) = store.first(tmp_path / "keys", ISSUER, clock.now())
    path = tmp_path / "keys" if which == "folder" else tmp_path / "keys" / ISSUER / made.name / "rsa.pem"
    path.chmod(0o755 if which == "folder" else 0o640)
    for ask in (lambda: store.check(tmp_path / "keys"), lambda: store.first(tmp_path / "keys", ISSUER, clock.now())):
        with pytest.raises(CannotStart, match=f"Others may read {path}.*chmod (700|600)"):
            ask()


async def test_a_server_does_not_start_with_them(database_url, tmp_path):
    folder = tmp_path / "keys"
    store.first(folder, ISSUER, clock.now())
    folder.chmod(0o750)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "community", "serve", "--port", "0", stderr=subprocess.PIPE,
        env={**os.environ, "ROUNDTABLE_KEYS": str(folder)},
    )  # fmt: skip
    _out, said = await process.communicate()
    assert process.returncode == 1 and b"Others may read" in said and b"Traceback" not in said


async def test_each_issuer_has_one_after_the_job(definition):
    await actions.make_missing({})
    for one in await queries.signers_by_id():
        assert len(await queries.public_keys(one.slug)) == 1
        assert len(store.pairs(settings().keys, one.slug)) == 1


async def test_the_database_holds_no_private_half(definition):
    await actions.make_missing({})
    pem = "".join(file.read_text() for file in settings().keys.rglob("*.pem"))
    secrets = [line for line in pem.splitlines() if len(line) == 64]
    kept = str(await db.many(dict, "select name, multibase, jwk from issuer_key order by id limit 100"))
    assert secrets and not any(secret in kept for secret in secrets)


async def test_a_new_key_signs_and_the_old_ones_stay_listed(client, ana, definition):
    before = await signed_award(ana, definition)
    await actions.rotate(await signer())
    listed = (await client.get(f"/issuers/{ISSUER}/did.json")).json()
    assert len(listed["verificationMethod"]) == 4 and len(listed["assertionMethod"]) == 4
    names = [key.name for key in await queries.public_keys(ISSUER)]
    pair, _id = await actions.pair_of(await signer())
    assert names == sorted(names) and pair.name == names[-1]
    assert (await client.get(f"/issuers/{ISSUER}/keys/{names[0]}")).status_code == 200
    assert before.signed_at is not None


async def test_the_command_rotates(database, definition):
    before = len(await queries.public_keys(ISSUER))
    done = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "community", "rotate-key", ISSUER, stdout=subprocess.PIPE
    )
    said, _ = await done.communicate()
    keys = await queries.public_keys(ISSUER)
    assert done.returncode == 0 and keys[-1].name.encode() in said and len(keys) == before + 1
    wrong = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "community", "rotate-key", "nobody", stderr=subprocess.PIPE
    )
    assert b"There is no issuer 'nobody'" in (await wrong.communicate())[1] and wrong.returncode == 1


async def test_a_key_that_is_lost_is_replaced_and_what_it_signed_still_counts(client, ana, definition):
    award = await signed_award(ana, definition)
    lost = store.pairs(settings().keys, ISSUER)
    for pair in lost:
        (settings().keys / ISSUER / pair.name).rename(settings().keys.parent / pair.name)
    pair, _id = await actions.pair_of(await signer())
    listed = {key.name for key in await queries.public_keys(ISSUER)}
    assert {one.name for one in lost} | {pair.name} <= listed and pair.name not in {one.name for one in lost}
    assert award.signed_at is not None
