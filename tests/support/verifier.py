"""A verifier that shares no line with us: libraries of npm, which read only what they are handed (tests/verifier)."""

import base64
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from community.awards.signing import proof
from tests.support import npm

BASE = "https://127.0.0.1"
HOME = Path(__file__).parents[1] / "verifier"
SCHEMA = Path(__file__).parents[1] / "awards" / "data" / "ob_v3p0_achievementcredential_schema.json"
ANSWERED_WITHIN = 120  # seconds; on a calm machine 1


@dataclass(frozen=True, eq=False)
class Case:
    """One credential: `kind` json, jwt or png. `documents`: what this one's verifier reads otherwise, by address."""

    name: str
    kind: str
    content: bytes
    documents: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """`reason` is what was wrong, in the words of the library that found it."""

    name: str
    valid: bool
    reason: str = ""


@pytest.fixture(scope="session")
def verifier():
    """`ask`, with everything there. Skips without Node; with REQUIRE_BROWSER, as in CI, that is a failure."""
    npm.install_or_give_up(HOME)
    return ask


def ask(documents: dict[str, str], cases: Sequence[Case]) -> list[Verdict]:
    """What it says of each, in one run."""
    return measured(documents, cases)[0]


def measured(documents: dict[str, str], cases: Sequence[Case]) -> tuple[list[Verdict], float]:
    """The same, and the seconds of CPU that all of them took, its own start not counted."""
    asked = {
        "schema": json.loads(SCHEMA.read_text("utf-8")),
        "documents": documents,
        "cases": [vars(case) | {"content": base64.b64encode(case.content).decode()} for case in cases],
    }
    done = subprocess.run(
        ["node", "verify.js"], cwd=HOME, input=json.dumps(asked).encode(), capture_output=True, timeout=ANSWERED_WITHIN
    )
    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout)
    verdicts = [Verdict(**verdict) for verdict in told["verdicts"]]
    assert [verdict.name for verdict in verdicts] == [case.name for case in cases]
    return verdicts, told["seconds"]


async def told(client, *awards) -> dict[str, str]:
    """All that a verifier of these can read, by address: contexts, and an issuer's keys and lists over HTTP."""
    addresses = set()
    for award in awards:
        issuer = f"/issuers/{award.issuer_slug}"
        listed = (await client.get(f"{issuer}/did.json")).json()["verificationMethod"]
        names = [method["id"].split("#")[1] for method in listed if "publicKeyJwk" in method]
        addresses |= {f"{issuer}/did.json", f"{issuer}/status/{award.list_number}"}
        addresses |= {f"{issuer}/keys/{name}" for name in names}
    answers = {address: await client.get(address) for address in sorted(addresses)}
    assert {answer.status_code for answer in answers.values()} == {200}
    contexts = {address: (proof.CONTEXTS / file).read_text("utf-8") for address, file in proof.FILES.items()}
    return contexts | {BASE + address: answer.text for address, answer in answers.items()}
