"""Every setting in one table, read once from the environment into one frozen object."""

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CHECKOUT = Path(__file__).resolve().parents[1]
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
    smtp: str
    mail_from: str
    trusted_proxies: tuple[str, ...]
    language: str
    web_pool: int
    work_pool: int
    sample: bool
    reload: bool
    move_clock: bool
    fetch_hosts: tuple[str, ...]

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach us, by what we are told."""
        return self.host in LOOPBACK and urlsplit(self.base_url).hostname in LOOPBACK


@dataclass(frozen=True)
class Setting:
    """A variable, what it is when not set (in words), what it means, and how its text is read (ValueError says how)."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], Any]


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
            given[_field(setting)] = setting.read(text) if text else None
        except ValueError as problem:
            wrong.append(f"{setting.name} is {_shown(setting, text)}, which cannot be used: {problem}.")
    if not wrong:
        config = Config(**_filled_in(given))
        wrong = _unsafe(config, given)
    if wrong:
        raise Misconfigured("\n".join(wrong))
    return config if config.secret else _with_secret(config)


def default_data() -> Path:
    """`data/` of the checkout; for root, whom PostgreSQL refuses, a folder per checkout that another account can reach."""
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
        field = _field(setting)
        if config[field] is None and field not in ("base_url", "data", "files", "sample"):
            config[field] = setting.read(setting.default) if setting.default else ""
    config["data"] = config["data"] or default_data()
    config["base_url"] = config["base_url"] or f"http://{_in_address(config['host'])}:{config['port']}"
    config["files"] = config["files"] or (config["data"] / "files").as_uri()
    if config["sample"] is None:
        config["sample"] = sample_mark(config["data"]).exists()
    return config


def sample_mark(data: Path) -> Path:
    """The file by which `demo` says that what is in this data folder is sample data."""
    return data / "sample-data"


def _unsafe(config: Config, given: dict[str, Any]) -> list[str]:
    wrong = []
    if config.host not in LOOPBACK and given["base_url"] is None:
        wrong.append("ROUNDTABLE_BASE_URL must be set, the address that people open, since ROUNDTABLE_HOST lets others in.")
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
        drawn = config.data / f"secret.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(drawn, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(drawn, kept)  # of two at once the first one stays
        except FileExistsError:
            pass
        finally:
            drawn.unlink()
    values = {field.name: getattr(config, field.name) for field in fields(Config)}
    return Config(**values | {"secret": kept.read_text().strip()})


def _field(setting: Setting) -> str:
    return setting.name.removeprefix("ROUNDTABLE_").lower()


def _shown(setting: Setting, text: str) -> str:
    hidden = setting.name in ("ROUNDTABLE_SECRET", "ROUNDTABLE_SMTP", "DATABASE_URL")
    return "set to something" if hidden else repr(text)


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _text(text: str) -> str:
    return text


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"give a whole number from {least} to {most}")
        return int(text)

    return read


def _yes(text: str) -> bool:
    if text.lower() not in ("1", "0", "yes", "no", "true", "false"):
        raise ValueError("say yes or no")
    return text.lower() in ("1", "yes", "true")


def _address(*schemes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in schemes:
            raise ValueError("it must begin with " + " or ".join(f"{scheme}://" for scheme in schemes))
        return text

    return read


def _web_address(text: str) -> str:
    parts = urlsplit(_address("http", "https")(text))
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError("give scheme and host only, like https://roundtable.example")
    _ = parts.port  # raises ValueError when it is not a number
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _language(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", text):
        raise ValueError("give a language like en or es-US")
    return text


def _long(text: str) -> str:
    if len(text) < 32:
        raise ValueError("it needs 32 or more random characters")
    return text


def _mail_address(text: str) -> str:
    if "@" not in text or "\n" in text:
        raise ValueError("give an address like Roundtable <roundtable@union.example>")
    return text


def _networks(text: str) -> tuple[str, ...]:
    return tuple(str(ip_network(part)) if "/" in part else str(ip_network(part).network_address) for part in _list(text))


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip() not in ("", "none"))


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


# fmt: off
SETTINGS = (
    Setting("DATABASE_URL", "", "PostgreSQL 15 or newer; when empty, an embedded server starts in the data folder", _address("postgresql", "postgres")),
    Setting("ROUNDTABLE_BASE_URL", "http://HOST:PORT", "the address that people open; https outside of this machine", _web_address),
    Setting("ROUNDTABLE_HOST", "127.0.0.1", "the address to listen on", _text),
    Setting("ROUNDTABLE_PORT", "8600", "the port to listen on; 0 takes a free one", _whole(0, 65535)),
    Setting("ROUNDTABLE_WORKERS", "1", "processes that serve", _whole(1, 64)),
    Setting("ROUNDTABLE_SECRET", "", "signs forms and links, 32 or more random characters; on this machine alone it is drawn and kept in the data folder", _long),
    Setting("ROUNDTABLE_DATA", "data", "the folder of the embedded database, files and kept mail; for root a folder per checkout under /var/lib/roundtable", _folder),
    Setting("ROUNDTABLE_FILES", "DATA/files", "where uploads are kept: file:///folder or s3://bucket", _address("file", "s3")),
    Setting("ROUNDTABLE_SMTP", "", "the mail server, smtp://name:password@host:587 or smtps://…; when empty, mail is kept in the data folder and shown at /outbox", _address("smtp", "smtps")),
    Setting("ROUNDTABLE_MAIL_FROM", "Roundtable <roundtable@localhost>", "who our mail is from", _mail_address),
    Setting("ROUNDTABLE_TRUSTED_PROXIES", "none", "addresses or networks of our own front, comma between; only from these X-Forwarded-… is believed", _networks),
    Setting("ROUNDTABLE_LANGUAGE", "en", "the language of mail and pages when nothing says otherwise", _language),
    Setting("ROUNDTABLE_WEB_POOL", "10", "database connections of each serving process", _whole(2, 200)),
    Setting("ROUNDTABLE_WORK_POOL", "5", "database connections of a process that only works", _whole(2, 200)),
    Setting("ROUNDTABLE_SAMPLE", "as `demo` left it", "mark every page with \"Sample data\"", _yes),
    Setting("ROUNDTABLE_RELOAD", "no", "read templates anew when they change, for developers", _yes),
    Setting("ROUNDTABLE_MOVE_CLOCK", "no", "let tests and the demo move the clock; refused outside of this machine", _yes),
    Setting("ROUNDTABLE_FETCH_HOSTS", "none", "hosts that tests let us fetch from though they are private; refused outside of this machine", _list),
)
# fmt: on
