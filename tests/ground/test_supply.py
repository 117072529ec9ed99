"""The bill of materials is what the lock and the vendored files say; an audit that cannot ask says so (A83)."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from deploy import supply

ROOT = Path(__file__).parents[2]


def test_a83_the_bill_is_what_comes_along():
    assert supply.BILL.read_text() == supply.bill(), "python3 run lock writes it anew"
    bill = json.loads(supply.BILL.read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    *packages, htmx = bill["components"]
    lock = (ROOT / "requirements.lock").read_text()
    assert [f"{one['name']}=={one['version']}" for one in packages] == re.findall(r"^[\w.-]+==[^\s;]+", lock, re.M)
    hashes = [each["content"] for one in packages for each in one["hashes"]]
    assert hashes == re.findall(r"--hash=sha256:([0-9a-f]{64})", lock), "each of them, and no other"
    assert htmx["purl"] == "pkg:npm/htmx.org@4.0.1"
    references = [one["bom-ref"] for one in bill["components"]]
    assert len(set(references)) == len(references)


def test_a83_a_vendored_file_that_was_changed_is_noticed():
    (manifest,) = json.loads((ROOT / "static" / "vendor" / "MANIFEST.json").read_text())
    htmx = json.loads(supply.BILL.read_text())["components"][-1]
    for file in htmx["components"]:
        content = hashlib.sha256((ROOT / "static" / "vendor" / file["name"]).read_bytes()).hexdigest()
        assert file["hashes"] == [{"alg": "SHA-256", "content": content}]
        assert manifest["files"][file["name"]] == content
    assert len(htmx["components"]) == len(manifest["files"])


def test_a83_an_audit_without_a_network_says_plainly_that_nothing_was_audited():
    told = subprocess.run(
        [sys.executable, supply.__file__, "audit"], env=os.environ | {"UV_OFFLINE": "1"}, capture_output=True, text=True
    )
    assert told.returncode == supply.NOT_ASKED
    assert told.stdout.startswith("Nothing was audited")


WEAK = {
    "dependency": {"name": "idna", "version": "3.6"}, "id": "GHSA-jjg7-2v4v-x38h", "aliases": ["CVE-2024-3651"],
    "summary": "Denial of service", "fix_versions": ["3.7"],
}  # fmt: skip


def answer(asked_about: int = 60, weak: Sequence = (), adverse: Sequence = ()) -> str:
    """As uv 0.13 writes it."""
    counts = {"audited_packages": asked_about, "vulnerabilities": len(weak), "adverse_statuses": len(adverse)}
    told = {"summary": counts, "vulnerabilities": weak, "adverse_statuses": adverse}
    return json.dumps({"schema": {"version": "preview"}} | told)


@pytest.mark.parametrize(
    ("said", "uv_exits", "expected"),
    [
        (answer(), 0, 0),
        (answer(weak=[WEAK]), 1, supply.FOUND),
        (answer(weak=[WEAK]), 0, supply.FOUND),
        (answer(adverse=[{"name": "idna", "status": "quarantined"}]), 1, supply.FOUND),
        (answer(asked_about=0), 0, supply.NOT_ASKED),
        ('{"error": "no such flag"}', 2, supply.NOT_ASKED),
        ("[]", 0, supply.NOT_ASKED),
        ("", 2, supply.NOT_ASKED),
    ],
)
def test_a83_what_an_audit_says_is_told_by_its_answer_and_not_by_how_uv_ends(tmp_path, said, uv_exits, expected):
    stand_in = f"import sys\nprint({said!r})\nsys.exit({uv_exits})\n"
    (tmp_path / "uv.py").write_text(stand_in)
    around = os.environ | {"PYTHONPATH": str(tmp_path)}
    told = subprocess.run([sys.executable, supply.__file__, "audit"], env=around, capture_output=True, text=True)
    assert told.returncode == expected, told.stderr
    assert ("GHSA-jjg7-2v4v-x38h" in told.stdout) is ("GHSA-jjg7-2v4v-x38h" in said)
    assert told.stdout.startswith("Nothing was audited") is (expected == supply.NOT_ASKED)


def test_no_registry_is_named_in_any_file():
    for file in (ROOT / "deploy" / "supply.py", supply.BILL, ROOT / "run"):
        assert "://" not in file.read_text(), file
