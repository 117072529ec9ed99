"""What comes along with Roundtable: `bill` writes sbom.json, `audit` asks whether a weakness of any of it is known.

It needs nothing but Python, and for `audit` uv and a network; which addresses are asked is uv's own business.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BILL = ROOT / "deploy" / "sbom.json"
LOCK = ROOT / "requirements.lock"
VENDORED = ROOT / "static" / "vendor"
PINNED = re.compile(
    r"^([\w.-]+)==([^\s;\\]+)(?: ; ([^\\]+?))? \\\n"  # its name, its version, for which systems
    r"((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.M,
)
FOUND, NOT_ASKED = 1, 2  # exit codes


def bill() -> str:
    """A bill of materials (CycloneDX 1.6, JSON): every locked package and every vendored file, with their hashes."""
    head = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "roundtable", "name": "roundtable"}},
    }
    components = ",\n".join(json.dumps(one) for one in [*_packages(), *_vendored()])  # a line each: what changes shows
    return json.dumps(head, indent=1).removesuffix("\n}") + f',\n "components": [\n{components}\n ]\n}}\n'


def pins() -> list[tuple[str, str, str, list[str]]]:
    """(name, version, for which systems, hashes of its files) of each package that requirements.lock names."""
    found = PINNED.findall(LOCK.read_text())
    return [
        (name, version, marker, re.findall(r"sha256:([0-9a-f]{64})", hashes)) for name, version, marker, hashes in found
    ]


def _packages() -> list[dict]:
    return [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            "hashes": [_sha256(one) for one in hashes],
        }
        for name, version, _marker, hashes in pins()
    ]


def _vendored() -> list[dict]:
    """What stands in static/vendor; each file's hash is taken from the file."""
    found = []
    for one in json.loads((VENDORED / "MANIFEST.json").read_text()):
        purl = f"pkg:npm/{one['name']}@{one['version']}"
        files = [{"type": "file", "name": name, "hashes": [_sha256(_hash_of(name))]} for name in sorted(one["files"])]
        found.append(
            {
                "type": "library",
                "bom-ref": purl,
                "name": one["name"],
                "version": one["version"],
                "licenses": [{"license": {"id": one["licence"]}}],
                "purl": purl,
                "components": files,
            }
        )
    return found


def _hash_of(name: str) -> str:
    return hashlib.sha256((VENDORED / name).read_bytes()).hexdigest()


def _sha256(content: str) -> dict[str, str]:
    return {"alg": "SHA-256", "content": content}


def audit() -> int:
    """0: of none a weakness is known. 1: they are listed. 2: nobody could be asked, and nothing is known."""
    wanted = [f"{name}=={version}" + (f" ; {marker}" if marker else "") for name, version, marker, _hashes in pins()]
    with tempfile.TemporaryDirectory() as folder:
        project = {"name": "what-comes-along", "version": "0", "requires-python": ">=3.11", "dependencies": wanted}
        text = "[project]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in project.items())
        (Path(folder) / "pyproject.toml").write_text(text)
        asked = subprocess.run(
            [sys.executable, "-m", "uv", "audit", "--preview", "--project", folder, "--output-format", "json"],
            capture_output=True, text=True, env=os.environ | {"NO_COLOR": "1"},
        )
    heard = verdict(asked.stdout)
    if heard == NOT_ASKED:
        print(asked.stderr.strip() or asked.stdout.strip(), file=sys.stderr)
        print("Nothing was audited: uv, or the network that it asks, is not there, or its answer is none that we know.")
    else:
        print(asked.stdout.strip())
        print("The vendored files of sbom.json are not asked about: look for htmx's own news.")
    return heard


def verdict(answer: str) -> int:
    """The same of what uv has answered, whatever its exit code: that is not 0 for other reasons, too."""
    try:
        told = json.loads(answer)
        found = told["vulnerabilities"] + told["adverse_statuses"]
        was_asked = told["summary"]["audited_packages"] > 0
    except (ValueError, KeyError, TypeError):
        was_asked, found = False, []
    if found:
        return FOUND
    return 0 if was_asked else NOT_ASKED


if __name__ == "__main__":
    if sys.argv[1:] == ["audit"]:
        sys.exit(audit())
    BILL.write_text(bill())
