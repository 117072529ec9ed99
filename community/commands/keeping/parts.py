"""The folder of a backup: written aside and then renamed, read only when every part is what its hash says.

`MANIFEST.json` says what it holds, `SHA256SUMS` has every part (`sha256sum -c SHA256SUMS` understands it). All of it is
for its owner only.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from community.config import CannotStart

FORMAT = 1
MANIFEST, SUMS = "MANIFEST.json", "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  ((?!/)(?!.*\.\./)[\w./-]+)")
PIECE = 1 << 20  # bytes that are held at once


class Unusable(CannotStart):
    """Why this folder cannot be restored from: a sentence that names the part."""


class NoBackup(CannotStart):
    """Why there is no backup: a sentence."""


class Draft:
    """A backup that is being written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sums: dict[str, str] = {}

    @contextmanager
    def part(self, name: str) -> Iterator["_Hashed"]:
        """A part to write into; its hash is noted at the end."""
        with _private(self.folder / name) as file:
            hashed = _Hashed(file)
            yield hashed
        self._sums[name] = hashed.sha256.hexdigest()

    @contextmanager
    def packed(self, name: str) -> Iterator[IO[bytes]]:
        """The same, made smaller on its way."""
        with self.part(name) as part, gzip.GzipFile("", "wb", 6, part, mtime=0) as packed:  # type: ignore[arg-type]
            yield packed  # type: ignore[misc]

    def link(self, name: str, to: Path, sha256: str | None = None) -> int:
        """A part that takes no room of its own, since it is never written again; its bytes. Its hash may be known."""
        private_folder((self.folder / name).parent)
        os.link(to, self.folder / name)
        self._sums[name] = sha256 or _sha256(self.folder / name)
        return to.stat().st_size

    def seal(self, manifest: dict[str, Any]) -> None:
        """Say what is in it. Nothing is written afterwards."""
        told = {"format": FORMAT, **manifest, "parts": len(self._sums)}
        with self.part(MANIFEST) as part:
            part.write(json.dumps(told, indent=1).encode())
        with _private(self.folder / SUMS) as file:
            file.write("".join(f"{sha256}  {name}\n" for name, sha256 in sorted(self._sums.items())).encode())


@contextmanager
def drafted(folder: Path) -> Iterator[Draft]:
    """A backup that gets its name when all of it is on the disk; what breaks off leaves nothing. Raises NoBackup."""
    folder = folder.absolute()
    partial = folder.with_name(folder.name + ".partial")
    if folder.exists():
        raise NoBackup(f"{folder} is there already. Name a folder that is not: no backup writes over another.")
    try:
        shutil.rmtree(partial, ignore_errors=True)  # of one that was killed
        private_folder(partial)
        yield Draft(partial)
        os.sync()
        partial.rename(folder)
    except OSError as problem:
        raise NoBackup(f"The backup could not be written, and nothing of it is left: {_said(problem)}.") from problem
    finally:
        shutil.rmtree(partial, ignore_errors=True)


class Sealed:
    """A backup that was found whole; `manifest` is what it says of itself."""

    def __init__(self, folder: Path, manifest: dict[str, Any], names: list[str]) -> None:
        self.folder, self.manifest, self.names = folder, manifest, names

    def under(self, place: str) -> list[str]:
        """The names of its parts in this place, without the place."""
        return [name.removeprefix(f"{place}/") for name in self.names if name.startswith(f"{place}/")]

    def read(self, name: str) -> Iterator[bytes]:
        with (self.folder / name).open("rb") as file:
            yield from iter(lambda: file.read(PIECE), b"")

    def unpacked(self, name: str) -> Iterator[bytes]:
        with gzip.open(self.folder / name, "rb") as file:
            yield from iter(lambda: file.read(PIECE), b"")


def sums_of(folder: Path) -> dict[str, str]:
    """The hash of each part of the backup in this folder. Raises Unusable."""
    if not (folder / SUMS).is_file():
        raise Unusable(f"{folder} is not a whole backup: it has no {SUMS}.")
    lines = [LINE.fullmatch(line) for line in (folder / SUMS).read_text("utf-8", "replace").splitlines()]
    sums = {found[2]: found[1] for found in lines if found}
    if len(sums) != len(lines) or MANIFEST not in sums:
        raise Unusable(f"The backup {folder} is damaged: {SUMS} cannot be read.")
    return sums


def opened(folder: Path) -> Sealed:
    """The backup in this folder, when all that it should hold is there as it was written. Raises Unusable."""
    sums = sums_of(folder)
    for name, sha256 in sums.items():
        if not (folder / name).is_file():
            raise Unusable(f"The backup {folder} is not whole: {name} is missing.")
        if _sha256(folder / name) != sha256:
            raise Unusable(f"The backup {folder} is damaged: {name} is not what was written.")
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    if manifest["format"] > FORMAT:
        raise Unusable(f"The backup {folder} was made by a newer release, which has to restore it.")
    if manifest["parts"] != len(sums) - 1:
        raise Unusable(f"The backup {folder} is not whole: {SUMS} names {len(sums) - 1} parts of {manifest['parts']}.")
    return Sealed(folder, manifest, sorted(sums))


class _Hashed:
    """A file that is written to; what went in, by its hash and size."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.sha256.update(data)
        self.size += len(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


def private_folder(folder: Path) -> None:
    """Make it, and those above that are missing, for their owner only."""
    for each in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        each.mkdir(mode=0o700, exist_ok=True)


def _private(path: Path) -> IO[bytes]:
    private_folder(path.parent)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _said(problem: OSError) -> str:
    return f"{problem.strerror or problem}" + (f" ({problem.filename})" if problem.filename else "")
