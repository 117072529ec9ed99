"""How the text of a setting is read; a ValueError says what it should be."""

import json
import re
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit


def whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"give a whole number from {least} to {most}")
        return int(text)

    return read


def yes(text: str) -> bool:
    if text.lower() not in ("1", "0", "yes", "no", "true", "false"):
        raise ValueError("say yes or no")
    return text.lower() in ("1", "yes", "true")


def address(*schemes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in schemes:
            raise ValueError("it must begin with " + " or ".join(f"{scheme}://" for scheme in schemes))
        return text

    return read


def web_address(text: str) -> str:
    parts = urlsplit(address("http", "https")(text))
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError("give scheme and host only, like https://roundtable.example")
    _ = parts.port  # raises ValueError when it is not a number
    return f"{parts.scheme}://{parts.netloc.lower()}"


def language(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", text):
        raise ValueError("give a language like en or es-US")
    return text


def secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError("it needs 32 or more random characters")
    return text


def signing_keys(text: str) -> dict[str, dict[str, dict[str, str]]]:
    """{issuer: {name: {"ed25519": PEM, "rsa": PEM}}}; the PEMs are not looked at here. Nothing of it is repeated."""
    try:
        given = json.loads(text)
    except ValueError:
        raise ValueError("it is no JSON") from None
    if not isinstance(given, dict) or not given:
        raise ValueError("give a JSON object of issuers")
    for issuer, named in given.items():
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,119}", issuer):
            raise ValueError("each issuer is called by the word in its address")
        if not isinstance(named, dict) or not named:
            raise ValueError(f"{issuer} needs keys, each under a name")
        for name, pems in named.items():
            if not re.fullmatch(r"[a-z0-9-]{1,60}", name):
                raise ValueError(f"a key of {issuer} needs a name of small letters, digits and hyphens")
            if not isinstance(pems, dict) or {*pems} != {"ed25519", "rsa"} or not all(map(_is_text, pems.values())):
                raise ValueError(f"{issuer}, {name} needs two PEMs, ed25519 and rsa")
    return given


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def mail_address(text: str) -> str:
    if "@" not in text or "\n" in text:
        raise ValueError("give an address like Roundtable <roundtable@union.example>")
    return text


def place(text: str) -> tuple[str, int]:
    """A port of this machine, or HOST:PORT."""
    host, _, port = text.rpartition(":")
    return host.strip("[]") or "127.0.0.1", whole(1, 65000)(port)


def networks(text: str) -> tuple[str, ...]:
    return tuple(str(ip_network(part)).removesuffix("/32").removesuffix("/128") for part in several(text))


def several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip() not in ("", "none"))


def folder(text: str) -> Path:
    return Path(text).expanduser().absolute()
