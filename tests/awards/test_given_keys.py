"""Keys from the environment: they sign, lie in no file, and a wrong one stops the start without being shown."""

import asyncio
import json
import os
import subprocess
import sys
from functools import lru_cache

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from community.awards.keys import actions, given, public, queries
from community.awards.signing import queries as signed
from community.awards.verifying import checking
from community.awards.verifying.checking import Says
from community.config import CannotStart, settings
from tests.awards.test_keys import ISSUER, signer
from tests.support.awards import signed_award
from tests.support.people import make_person

NAME = "ROUNDTABLE_SIGNING_KEYS"


def pem(key) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@lru_cache
def a_pair(which: int = 0, bits: int = 2048) -> dict[str, str]:
    return {
        "ed25519": pem(ed25519.Ed25519PrivateKey.generate()),
        "rsa": pem(rsa.generate_private_key(65537, bits)),
    }


@pytest.fixture
def takes(monkeypatch):
    """Settings in which keys are given so; the former ones come back."""

    def give(**named):
        monkeypatch.setenv(NAME, json.dumps({ISSUER: named}))
        settings.cache_clear()

    yield give
    monkeypatch.undo()
    settings.cache_clear()


async def serves(keys: str, *command: str) -> tuple[int, str]:
    """What a process says that is started with these: its code and its words."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "community", *command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, NAME: keys},
    )  # fmt: skip
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_they_sign_and_nothing_of_them_lies_in_a_file(takes, definition):
    takes(**{"9999-01": a_pair(1)})
    award = await signed_award(ana := await make_person("Ana Torres"), definition)
    kept = await signed.own_credential(ana, award.number)
    (pair,) = given.pairs(ISSUER)
    assert public.multibase(pair) in kept.content.decode(), "the proof names the key"
    assert (await checking.check(kept.content)).says is Says.IN_FORCE
    assert (await checking.check(kept.jwt.encode())).says is Says.IN_FORCE
    written = "".join(file.read_text() for file in settings().keys.rglob("*.pem"))
    assert a_pair(1)["ed25519"] not in written and a_pair(1)["rsa"] not in written
    assert not (settings().keys / ISSUER / "9999-01").exists()


async def test_the_last_name_signs_and_the_former_stay_listed(takes, definition):
    takes(**{"9999-02": a_pair(2)})
    await actions.pair_of(await signer())
    takes(**{"9999-03": a_pair(3)})
    pair, _id = await actions.pair_of(await signer())
    assert pair.name == "9999-03"
    assert {"9999-02", "9999-03"} <= {key.name for key in await queries.public_keys(ISSUER)}


async def test_an_issuer_that_is_not_named_there_has_its_keys_in_files(takes, definition):
    takes(**{"9999-04": a_pair(4)})
    await actions.make_missing({})
    others = [one for one in await queries.signers_by_id() if one.slug != ISSUER]
    assert all((settings().keys / one.slug).is_dir() for one in others)


async def test_another_key_under_a_listed_name_signs_nothing(takes, definition):
    takes(**{"9999-05": a_pair(5)})
    await actions.pair_of(await signer())
    takes(**{"9999-05": a_pair(6)})
    with pytest.raises(CannotStart, match="another key listed under the name 9999-05"):
        await actions.pair_of(await signer())


async def test_they_are_not_rotated_by_the_command(takes, database, definition):
    takes(**{"9999-06": a_pair(7)})
    with pytest.raises(CannotStart, match=f"come from {NAME}: add a newer one there"):
        await actions.rotate(await signer())
    code, said = await serves(json.dumps({ISSUER: {"9999-06": a_pair(7)}}), "rotate-key", ISSUER)
    assert code == 1 and NAME in said and "Traceback" not in said
    assert not any(line in said for line in a_pair(7)["rsa"].splitlines())


WRONG = {
    "no json": "secretsecretsecret",
    "no object": json.dumps(["secretsecretsecret"]),
    "no issuer": json.dumps({"Secret Secret": {}}),
    "no keys": json.dumps({ISSUER: {}}),
    "one pem": json.dumps({ISSUER: {"a": {"ed25519": "secretsecretsecret"}}}),
    "another name": json.dumps({ISSUER: {"Secret Secret": a_pair(8)}}),
    "no pem": json.dumps({ISSUER: {"a": {"ed25519": "secretsecretsecret", "rsa": "secretsecretsecret"}}}),
    "mixed up": json.dumps({ISSUER: {"a": {"ed25519": a_pair(8)["rsa"], "rsa": a_pair(8)["ed25519"]}}}),
    "too short": json.dumps({ISSUER: {"a": a_pair(9, bits=1024)}}),
    "twice": json.dumps({ISSUER: {"a": a_pair(8)}, "another": {"a": a_pair(8)}}),
}


@pytest.mark.parametrize("what", WRONG)
async def test_what_cannot_be_used_stops_the_start_and_is_not_shown(database_url, what):
    code, said = await serves(WRONG[what], "serve", "--port", "0")
    assert code == 1 and NAME in said and "Traceback" not in said
    pems = [*a_pair(8).values(), *a_pair(9, bits=1024).values()]
    hidden = [line for one in pems for line in one.splitlines()[1:-1]]
    assert not any(secret in said for secret in (*hidden, "secretsecret", "Secret Secret"))


async def test_the_doctor_says_which_are_used(database_url):
    _code, said = await serves(json.dumps({ISSUER: {"a": a_pair(8)}}), "doctor")
    assert f"those of {ISSUER} from {NAME}" in said
    _code, said = await serves(WRONG["no pem"], "doctor")
    assert f"{NAME} has no usable ed25519 key for {ISSUER}, a" in said
