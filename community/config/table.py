"""Every setting: its variable, what it is when not set, what it means."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from community.config import reading


@dataclass(frozen=True)
class Setting:
    """One variable. `default` and `meaning` are in words, as README shows them; `read` makes the value of its text."""

    name: str
    default: str
    read: Callable[[str], Any]
    meaning: str

    @property
    def field(self) -> str:
        """Its name in Config."""
        return self.name.removeprefix("ROUNDTABLE_").lower()


SETTINGS = (
    Setting(
        "DATABASE_URL", "", reading.address("postgresql", "postgres"),
        "PostgreSQL 15 or newer; when empty, an embedded server starts in the data folder",
    ),
    Setting(
        "ROUNDTABLE_BASE_URL", "http://HOST:PORT", reading.web_address,
        "the address that people open; https outside of this machine",
    ),
    Setting("ROUNDTABLE_HOST", "127.0.0.1", str, "the address to listen on"),
    Setting("ROUNDTABLE_PORT", "8600", reading.whole(0, 65535), "the port to listen on; 0 takes a free one"),
    Setting("ROUNDTABLE_WORKERS", "1", reading.whole(1, 64), "processes that serve"),
    Setting(
        "ROUNDTABLE_SECRET", "", reading.secret,
        "signs forms and links: 32 or more random characters; on this machine alone it is drawn and kept with the data",
    ),
    Setting(
        "ROUNDTABLE_DATA", "data", reading.folder,
        "the folder of the embedded database, files and kept mail; for root one per checkout in /var/lib/roundtable",
    ),
    Setting(
        "ROUNDTABLE_FILES", "DATA/files", reading.address("file", "s3"),
        "where uploads are kept: file:///folder or s3://bucket",
    ),
    Setting(
        "ROUNDTABLE_KEYS", "DATA/keys", reading.folder,
        "the folder of the keys that issuers sign with, which its owner alone may read; made at the first start",
    ),
    Setting(
        "ROUNDTABLE_SIGNING_KEYS", "", reading.signing_keys,
        "the keys of issuers that are to lie in no file and in no backup, as a JSON: "
        '{"ISSUER": {"NAME": {"ed25519": PEM, "rsa": PEM}}}; the last name signs',
    ),
    Setting(
        "ROUNDTABLE_BACKUP_BEFORE_MIGRATING", "yes", reading.yes,
        "before each migration make a backup in DATA/backups, where the last three are kept: its files are links and "
        "take no room, those of a bucket stay there; no where its PostgreSQL is backed up elsewhere",
    ),
    Setting(
        "ROUNDTABLE_SMTP", "", reading.address("smtp", "smtps"),
        "the mail server, smtp://name:password@host:587 or smtps://…; when empty, mail is kept in the data folder",
    ),
    Setting(
        "ROUNDTABLE_MAIL_FROM", "Roundtable <roundtable@localhost>", reading.mail_address, "who our mail is from"
    ),
    Setting(
        "ROUNDTABLE_BOUNCES", "", reading.folder,
        "the Maildir of mail to our address, also with a word behind a plus: what comes back, and what stops a kind of "
        "mail; when empty, none is looked at",
    ),
    Setting(
        "ROUNDTABLE_BOUNCES_SECRET", "", reading.secret,
        "what a mail service signs its reports of mail that came back with (Standard Webhooks); when empty, none is "
        "taken",
    ),
    Setting(
        "ROUNDTABLE_TRUSTED_PROXIES", "none", reading.networks,
        "addresses or networks of our own front, comma between; only from these X-Forwarded-… is believed",
    ),
    Setting(
        "ROUNDTABLE_LANGUAGE", "en", reading.language, "the language of mail and pages when nothing says otherwise"
    ),
    Setting("ROUNDTABLE_WEB_POOL", "10", reading.whole(2, 200), "database connections of each serving process"),
    Setting("ROUNDTABLE_WORK_POOL", "5", reading.whole(2, 200), "database connections of a process that only works"),
    Setting("ROUNDTABLE_SAMPLE", "as `demo` left it", reading.yes, "mark every page with \"Sample data\""),
    Setting("ROUNDTABLE_RELOAD", "no", reading.yes, "read templates anew when they change, for developers"),
    Setting(
        "ROUNDTABLE_SCANNER", "", reading.address("clamd"),
        "the scanner that looks at each upload before anybody can open it, clamd://host:3310; when empty, none does",
    ),
    Setting(
        "ROUNDTABLE_METRICS", "", reading.place,
        "the first port of this machine at which numbers for Prometheus are read, one for each process, 9600; or "
        "HOST:PORT; when empty, none are",
    ),
    Setting(
        "ROUNDTABLE_MOVE_CLOCK", "no", reading.yes,
        "let tests and the demo move the clock; refused outside of this machine",
    ),
    Setting(
        "ROUNDTABLE_FETCH_HOSTS", "none", reading.several,
        "private hosts that tests let us fetch from; refused outside of this machine",
    ),
)

# How a bucket is reached (s3://): the object store reads these itself, and they are not ours to check or to show.
BUCKET = {
    "AWS_ENDPOINT": "the address of a store that is not Amazon's, https://store.example",
    "AWS_ALLOW_HTTP": "true where that address is http, on a network of your own",
    "AWS_REGION": "the region of the bucket; us-east-1 when not set",
    "AWS_ACCESS_KEY_ID": "the name of a key that may read, write and delete in the bucket",
    "AWS_SECRET_ACCESS_KEY": "its secret",
}
