"""This machine: what runs here, where things are kept, by what address people come."""

import json
import os
import platform
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from community.awards.keys import given, store
from community.commands.doctor.findings import Finding, broken, found, note, well
from community.commands.keeping import backing_up
from community.config import CannotStart, settings

ROOM = 1_000_000_000  # bytes on the disk, below which uploads and the database are in danger
OLD = timedelta(days=2)  # of a backup, where others than ourselves use this


def look() -> Iterator[Finding]:
    yield well("python", f"Python {platform.python_version()}.")
    yield _address()
    yield _front()
    yield _folder()
    yield from _room()
    yield _keys()
    yield _backup()


def _address() -> Finding:
    base = settings().base_url
    return found(
        "address", base.startswith("https://") or settings().on_loopback, f"Settings: people open {base}.",
        f"People open {base}: passwords travel in the clear, and browsers keep no sign-in. Put a front with TLS before "
        "it (deploy/), and set ROUNDTABLE_BASE_URL to its https address.",
    )  # fmt: skip


def _front() -> Finding:
    if settings().on_loopback:
        return well("front", "Only this machine can reach it.")
    return found(
        "front", bool(settings().trusted_proxies), "What the front says of who asks is believed.",
        "Everybody seems to come from the front, and is limited as one: say in ROUNDTABLE_TRUSTED_PROXIES where it is.",
    )  # fmt: skip


def _folder() -> Finding:
    data = settings().data
    return found(
        "folder", os.access(_above(data), os.W_OK), f"The data folder {data} can be written.",
        f"The data folder {data} can not be written: change its owner, or choose another with --data.",
    )  # fmt: skip


def _room() -> Iterator[Finding]:
    """The disks of the data folder and, where it is another, of the files."""
    files = urlsplit(settings().files)
    folders = [_above(settings().data)] + ([_above(Path(unquote(files.path)))] if files.scheme == "file" else [])
    for folder in {folder.stat().st_dev: folder for folder in reversed(folders)}.values():
        free = shutil.disk_usage(folder).free
        says = f"{free / 1e9:.1f} GB are free on the disk of {folder}"
        yield found("disk", free > ROOM, f"{says}.", f"{says}: make room.")


def _keys() -> Finding:
    folder = settings().keys
    try:
        store.check(folder)
        given.check()
    except CannotStart as problem:
        return broken("keys", str(problem))
    in_files = f"{folder}, readable by its owner only"
    named = ", ".join(given.issuers())
    where = f"those of {named} from {given.VARIABLE}, all others in {in_files}" if named else in_files
    return well("keys", f"Keys that badges are signed with: {where}.")


def _backup() -> Finding:
    told = backing_up.last(settings().data)
    if not told.exists():
        says, fine = "No backup was ever made from here", False
    else:
        last = json.loads(told.read_text())
        age = datetime.now(UTC) - datetime.fromisoformat(last["at"])
        says, fine = f"The last backup is {_in_words(age)} old and went to {last['folder']}", age <= OLD
    if fine:
        return well("backup", f"{says}.")
    if settings().on_loopback or not settings().backup_before_migrating:
        return note("backup", f"{says}; `backup DIR` makes one.")
    return broken("backup", f"{says}: let `backup DIR` run each night, and keep it on another machine.")


def _in_words(age: timedelta) -> str:
    hours = age // timedelta(hours=1)
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"


def _above(folder: Path) -> Path:
    """The folder, or what there is of those above it."""
    return next(each for each in (folder, *folder.parents) if each.exists())
