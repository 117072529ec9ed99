"""One sender of mail: by SMTP where a server is configured, else into a folder. The only import of aiosmtplib."""

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr, parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import aiosmtplib
from itsdangerous import BadSignature

from community import clock, errors, signed
from community.config import settings

TIMEOUT = 20  # seconds for one conversation with the mail server
# Headers of one long word. Python's own policy would break it up into encoded pieces, and mail readers know it no more.
PROOF = "X-Roundtable-To"  # a header that only we can have written: whom the mail went to, for when it comes back
WHOLE = {PROOF.lower(), "message-id", "in-reply-to", "references", "list-unsubscribe", "list-unsubscribe-post"}
SENDER = "roundtable"  # in Feedback-ID, by which Gmail counts complaints for each kind of mail
NAME = re.compile(r"[0-9T]{21}-[0-9a-f]{16}")


@dataclass(frozen=True)
class Attached:
    """A file that goes with a mail; `kind` is its media type, with what belongs to it."""

    name: str
    kind: str
    body: bytes


@dataclass(frozen=True)
class Mail:
    """One mail to one address. `key` makes its Message-ID: what is sent twice is folded by mail readers (fault X17).

    Mails of one `thread` are shown as one conversation. `stop`: the address that takes no more of its kind (RFC 8058);
    `stop_to`: the same by a mail to it (RFC 2369).
    `kind`: a kind of notice, "digest", or the letter's name.
    """

    to: str
    subject: str
    text: str
    html: str
    key: str
    thread: str = ""
    stop: str = ""
    stop_to: str = ""
    attached: Attached | None = None
    kind: str = ""


@dataclass(frozen=True)
class Kept:
    """A mail in the folder; `name` is its file name without the ending."""

    name: str
    to: str
    subject: str
    at: datetime
    text: str


class _Wire(EmailPolicy):
    """SMTP's line ends, the headers of one long word left whole, and none that begins on its second line."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in WHOLE:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        folded = super().fold_binary(name, value)
        return folded.replace(b":\r\n ", b": ", 1) if folded.startswith(f"{name}:\r\n ".encode()) else folded


WIRE = _Wire(linesep="\r\n")


async def send(mail: Mail) -> None:
    """Hand it to the mail server, or keep it in the folder.

    Raises Refused if the server will never take it, AddressRefused if it takes nothing to this address, else what it
    answered or that it is away: the job tries again.
    """
    message = written(mail)
    if settings().smtp:
        await _hand_over(mail.to, message)
    else:
        _keep(message, mail.key)


def written(mail: Mail) -> EmailMessage:
    """The whole mail, text and HTML. An address with a line break is refused, in a subject it becomes a space (A43)."""
    message = EmailMessage()
    message["From"] = settings().mail_from
    message["To"] = mail.to
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = _name(mail.key)
    if mail.thread:
        message["In-Reply-To"] = message["References"] = _name(mail.thread)
    message["Auto-Submitted"] = "auto-generated"  # so that no holiday answer comes back
    message["X-Auto-Response-Suppress"] = "All"  # the same, to Exchange
    if mail.kind:
        message["Feedback-ID"] = f"{mail.kind}:{SENDER}"
    if mail.stop:
        by_mail = f", <mailto:{quote(mail.stop_to, safe='@+')}>" if mail.stop_to else ""
        message["List-Unsubscribe"] = f"<{mail.stop}>{by_mail}"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message[PROOF] = signed.signer("mailed").dumps(mail.to)
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    if mail.attached:
        _attach(message, mail.attached)
    return message


def _attach(message: EmailMessage, file: Attached) -> None:
    """Byte for byte: a calendar file has line ends of its own."""
    main, _, rest = file.kind.partition("/")
    sub, *settings_of = (each.strip() for each in rest.split(";"))
    params = dict(each.split("=", 1) for each in settings_of)
    message.add_attachment(file.body, maintype=main, subtype=sub, filename=file.name, params=params)


def sent_to(proof: str) -> str:
    """The address to which we sent the mail that carries this; "" for any text that is not ours."""
    try:
        return str(signed.signer("mailed").loads("".join(proof.split())))
    except BadSignature:
        return ""


async def greet() -> bool:
    """Say hello to the mail server and leave: whether by TLS. OSError with its answer if it does not let us in."""
    try:
        async with _server() as server:
            return server.get_transport_info("ssl_object") is not None
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


async def _hand_over(to: str, message: EmailMessage) -> None:
    """What goes wrong after the server has taken it, in saying goodbye, is no reason to send it again."""
    taken = False
    try:
        async with _server() as server:
            plain = to.isascii()
            await server.sendmail(
                parseaddr(settings().mail_from)[1],
                [to],
                message.as_bytes(policy=WIRE if plain else WIRE.clone(utf8=True)),
                mail_options=[] if plain else ["SMTPUTF8", "BODY=8BITMIME"],
            )
            taken = True
    except aiosmtplib.SMTPException as refused:
        codes = _codes(refused)
        if codes and min(codes) >= 500:
            about_address = isinstance(refused, aiosmtplib.SMTPRecipientsRefused)
            kind = errors.AddressRefused if about_address else errors.Refused
            raise kind(f"the mail server said {refused}") from refused
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
    draft.write_bytes(message.as_bytes(policy=WIRE))
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


def _name(key: str) -> str:
    """A Message-ID. Its host is the configured one, whatever a request said (A82)."""
    return f"<{_hash(key)}@{urlsplit(settings().base_url).hostname}>"


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]
