"""The bill of materials is what the lock and the vendored files say; an audit that cannot ask says so (A83)."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

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


def test_no_registry_is_named_in_any_file():
    for file in (ROOT / "deploy" / "supply.py", supply.BILL, ROOT / "run"):
        assert "://" not in file.read_text(), file
