"""Private keys in files that their owner alone may read: FOLDER/ISSUER/NAME/ed25519.pem and rsa.pem."""

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from community import chance
from community.config import CannotStart

RSA_BITS = 2048  # what RS256 asks for at least


@dataclass(frozen=True)
class Pair:
    """One name, two keys: Ed25519 for the proof inside a credential, RSA for its form as a token (STANDARDS.md 1.1)."""

    name: str
    ed25519: ed25519.Ed25519PrivateKey
    rsa: rsa.RSAPrivateKey


def check(folder: Path) -> None:
    """CannotStart where anybody but their owner may read what is in this folder."""
    for path in (folder, *sorted(folder.rglob("*"))) if folder.exists() else ():
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            right = "700" if path.is_dir() else "600"
            raise CannotStart(
                f"Others may read {path}, which holds the keys that badges are signed with (mode {mode:o}). "
                f"Say `chmod {right} {path}`; and if somebody may have read it, `replace-key`, which signs all anew."
            )


def pairs(folder: Path, issuer: str) -> list[Pair]:
    """All of this issuer's, the newest last. CannotStart as `check`."""
    check(folder)
    home = folder / issuer
    names = sorted(path.name for path in home.iterdir() if not path.name.startswith(".")) if home.exists() else []
    return [_read(home, name) for name in names]


def first(folder: Path, issuer: str, at: datetime) -> list[Pair]:
    """All of this issuer's; the first one is made when there is none, however many processes ask at once."""
    with _alone(folder):
        if not (found := pairs(folder, issuer)):
            found = [_make(folder / issuer, at)]
    return found


def another(folder: Path, issuer: str, at: datetime) -> list[Pair]:
    """All of this issuer's, with a new one as the last."""
    with _alone(folder):
        before = pairs(folder, issuer)
        return [*before, _make(folder / issuer, at)]


def _make(home: Path, at: datetime) -> Pair:
    """Whole or not at all: a folder under another name is given its own when both files are on the disk."""
    name = f"{at:%Y%m%d-%H%M%S-%f}-{chance.hexadecimal(2)}"
    home.mkdir(mode=0o700, exist_ok=True)
    draft = home / f".{name}"
    draft.mkdir(mode=0o700)
    try:
        pair = Pair(name, ed25519.Ed25519PrivateKey.generate(), rsa.generate_private_key(65537, RSA_BITS))
        _write(draft / "ed25519.pem", pair.ed25519)
        _write(draft / "rsa.pem", pair.rsa)
        draft.rename(home / name)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return pair


def _write(file: Path, key: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey) -> None:
    content = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(descriptor)


@lru_cache(maxsize=1000)  # a key is looked at closely when it is read, which takes a while
def _read(home: Path, name: str) -> Pair:
    read = [
        serialization.load_pem_private_key((home / name / file).read_bytes(), password=None)
        for file in ("ed25519.pem", "rsa.pem")
    ]
    match read:
        case [ed25519.Ed25519PrivateKey() as edwards, rsa.RSAPrivateKey() as rivest]:
            return Pair(name, edwards, rivest)
    raise CannotStart(f"{home / name} does not hold the keys that its files are named after.")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / ".lock", os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
