"""One sender of mail: by SMTP where a server is configured, else into a folder. The only import of aiosmtplib."""

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import aiosmtplib

from community import clock, errors
from community.config import settings

TIMEOUT = 20  # seconds for one conversation with the mail server
NAME = re.compile(r"[0-9T]{21}-[0-9a-f]{16}")


@dataclass(frozen=True)
class Mail:
    """One mail to one address. `key` makes its Message-ID: what is sent twice is folded by mail readers (fault X17)."""

    to: str
    subject: str
    text: str
    html: str
    key: str


@dataclass(frozen=True)
class Kept:
    """A mail in the folder; `name` is its file name without the ending."""

    name: str
    to: str
    subject: str
    at: datetime
    text: str


async def send(mail: Mail) -> None:
    """Hand it to the mail server, or keep it in the folder.

    Raises Refused if the server will never take it, else what it answered or that it is away: the job tries again.
    """
    message = written(mail)
    if settings().smtp:
        await _hand_over(message)
    else:
        _keep(message, mail.key)


def written(mail: Mail) -> EmailMessage:
    """The whole mail, text and HTML. An address with a line break is refused, in a subject it becomes a space (A43)."""
    message = EmailMessage()
    message["From"] = settings().mail_from
    message["To"] = mail.to
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{_hash(mail.key)}@{urlsplit(settings().base_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"  # so that no holiday answer comes back
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


async def greet() -> None:
    """Say hello to the mail server and leave; OSError with its answer if it does not let us in."""
    try:
        async with _server():
            pass
    except aiosmtplib.SMTPException as refused:
        raise ConnectionError(str(refused)) from refused


def kept() -> list[Kept]:
    """What was sent without a mail server, the newest first; at most 100."""
    mails = []
    for file in sorted(_folder().glob("*.eml"), reverse=True)[:100]:
        with suppress(FileNotFoundError):  # sent again meanwhile, under a new name
            mails.append(_read(file))
    return mails


def kept_one(name: str) -> Kept | None:
    file = _folder() / f"{name}.eml"
    return _read(file) if NAME.fullmatch(name) and file.exists() else None


async def _hand_over(message: EmailMessage) -> None:
    """What goes wrong after the server has taken it, in saying goodbye, is no reason to send it again."""
    taken = False
    try:
        async with _server() as server:
            await server.send_message(message)
            taken = True
    except aiosmtplib.SMTPException as refused:
        codes = _codes(refused)
        if codes and min(codes) >= 500:
            raise errors.Refused(f"the mail server said {refused}") from refused
        if not taken:
            raise


def _codes(refused: aiosmtplib.SMTPException) -> list[int]:
    """What was said about this address or this mail; nothing where the server or our own account is the trouble."""
    match refused:
        case aiosmtplib.SMTPRecipientsRefused():
            codes = [each.code for each in refused.recipients]
        case aiosmtplib.SMTPDataError():
            codes = [refused.code]
        case _:
            codes = []
    return codes


def _server() -> aiosmtplib.SMTP:
    """Entered, a conversation with the mail server that knows us; STARTTLS where it is offered."""
    server = urlsplit(settings().smtp)
    encrypted, near = server.scheme == "smtps", server.hostname in ("127.0.0.1", "localhost", "::1")
    return aiosmtplib.SMTP(
        hostname=server.hostname,
        port=server.port or (465 if encrypted else 587),
        username=unquote(server.username) if server.username else None,
        password=unquote(server.password) if server.password else None,
        use_tls=encrypted,
        start_tls=True if server.username and not encrypted and not near else None,  # no password in the clear
        timeout=TIMEOUT,
    )


def _keep(message: EmailMessage, key: str) -> None:
    """Written under another name first, so that nobody reads half a mail. The same key replaces what it sent before."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    formers = list(folder.glob(f"*-{_hash(key)[:16]}.eml"))
    file = folder / f"{clock.now():%Y%m%dT%H%M%S%f}-{_hash(key)[:16]}"
    draft = file.with_suffix(".part")
    draft.touch(mode=0o600)
    draft.write_bytes(message.as_bytes(policy=policy.SMTP))
    draft.rename(file.with_suffix(".eml"))
    for former in formers:
        former.unlink(missing_ok=True)


def _read(file: Path) -> Kept:
    message = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
    body = message.get_body(("plain",))
    text = body.get_content().replace("\r\n", "\n") if body else ""
    return Kept(file.stem, str(message["To"]), str(message["Subject"]), parsedate_to_datetime(message["Date"]), text)


def _folder() -> Path:
    return settings().data / "mail"


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]
