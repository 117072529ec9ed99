"""The settings of this process: read once from the environment, by one table, into one frozen object."""

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from community import chance
from community.config.table import SETTINGS, Setting

CHECKOUT = Path(__file__).resolve().parents[2]
ELSEWHERE = ("base_url", "data", "files", "keys", "signing_keys", "sample")  # what they are is found out
# never shown
HIDDEN = (
    *("ROUNDTABLE_SECRET", "ROUNDTABLE_SIGNING_KEYS", "ROUNDTABLE_SMTP", "ROUNDTABLE_BOUNCES_SECRET", "DATABASE_URL"),
)
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class CannotStart(Exception):
    """Why a command cannot begin or go on: a sentence for whoever started it."""


class Misconfigured(CannotStart):
    """A setting that cannot be used; the sentence names it."""


@dataclass(frozen=True)
class Config:
    """What the environment says. Fields in the order of SETTINGS."""

    database_url: str
    base_url: str
    host: str
    port: int
    workers: int
    secret: str
    data: Path
    files: str
    keys: Path
    signing_keys: Mapping[str, Mapping[str, Mapping[str, str]]]
    backup_before_migrating: bool
    smtp: str
    mail_from: str
    bounces: Path | None
    bounces_secret: str
    trusted_proxies: tuple[str, ...]
    language: str
    web_pool: int
    work_pool: int
    sample: bool
    reload: bool
    scanner: str
    metrics: tuple[str, int] | None
    move_clock: bool
    fetch_hosts: tuple[str, ...]

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach us, by what we are told."""
        return self.host in LOOPBACK and urlsplit(self.base_url).hostname in LOOPBACK


@lru_cache
def settings() -> Config:
    """The settings of this process. Raises Misconfigured. Tests: `settings.cache_clear()` after a change."""
    return load(os.environ)


def load(environ: Mapping[str, str]) -> Config:
    """Read and check all settings; every mistake at once, one sentence a line. Draws the secret of a loopback start."""
    given, wrong = {}, _unknown(environ)
    for setting in SETTINGS:
        text = environ.get(setting.name, "").strip()
        try:
            given[setting.field] = setting.read(text) if text else None
        except ValueError as problem:
            wrong.append(f"{setting.name} is {_shown(setting, text)}, which cannot be used: {problem}.")
    if not wrong:
        config = Config(**_filled_in(given))
        wrong = _unsafe(config, given)
    if wrong:
        raise Misconfigured("\n".join(wrong))
    return config if config.secret else _with_secret(config)


def default_data() -> Path:
    """`data/` of the checkout; for root, whom PostgreSQL refuses, a folder per checkout that its account can reach."""
    if os.name != "nt" and os.geteuid() == 0:
        name = f"{CHECKOUT.name}-{hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:8]}"
        return Path(os.sep, "var", "lib", "roundtable", name)
    return CHECKOUT / "data"


def _unknown(environ: Mapping[str, str]) -> list[str]:
    known = {setting.name for setting in SETTINGS}
    strange = sorted(name for name in environ if name.startswith("ROUNDTABLE_") and name not in known)
    return [f"{name} is not a setting of Roundtable; README.md lists them all." for name in strange]


def _filled_in(given: dict[str, Any]) -> dict[str, Any]:
    """What depends on other settings, and every other default as it stands in the table."""
    config = dict(given)
    for setting in SETTINGS:
        if config[setting.field] is None and setting.field not in ELSEWHERE:
            config[setting.field] = setting.read(setting.default) if setting.default else ""
    config["data"] = config["data"] or default_data()
    config["base_url"] = config["base_url"] or f"http://{_in_address(config['host'])}:{config['port']}"
    config["files"] = config["files"] or (config["data"] / "files").as_uri()
    config["keys"] = config["keys"] or config["data"] / "keys"
    config["signing_keys"] = config["signing_keys"] or {}
    if config["sample"] is None:
        config["sample"] = sample_mark(config["data"]).exists()
    return config


def sample_mark(data: Path) -> Path:
    """The file by which `demo` says that what is in this data folder is sample data."""
    return data / "sample-data"


def _unsafe(config: Config, given: dict[str, Any]) -> list[str]:
    wrong = []
    if config.host not in LOOPBACK and given["base_url"] is None:
        wrong.append("ROUNDTABLE_BASE_URL must be set, the address that people open: ROUNDTABLE_HOST lets others in.")
    if not config.on_loopback:
        if not config.secret:
            wrong.append("ROUNDTABLE_SECRET must be set outside of this machine: 32 or more random characters.")
        if config.move_clock:
            wrong.append("ROUNDTABLE_MOVE_CLOCK is for tests and the demo on this machine only; unset it.")
        if config.fetch_hosts:
            wrong.append("ROUNDTABLE_FETCH_HOSTS is for tests on this machine only; unset it.")
    return wrong


def _with_secret(config: Config) -> Config:
    """On this machine alone the secret is drawn once and kept in the data folder, readable by its owner only."""
    kept = config.data / "secret"
    if not kept.exists():
        config.data.mkdir(parents=True, exist_ok=True)
        drawn = config.data / f"secret.{os.getpid()}.{chance.hexadecimal(4)}"
        descriptor = os.open(drawn, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(descriptor, chance.token(48).encode())
        os.close(descriptor)
        with suppress(FileExistsError):
            os.link(drawn, kept)  # of two at once the first one stays
        drawn.unlink()
    return replace(config, secret=kept.read_text())


def _shown(setting: Setting, text: str) -> str:
    return "set to something" if setting.name in HIDDEN else repr(text)


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
