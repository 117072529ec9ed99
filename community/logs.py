"""One line of JSON for each thing logged, without secrets, with the number of its request."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")

# What must never stand in a log, wherever it turns up: addresses of people, tokens in links, cookies, keys (A78).
_SECRETS = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "(address)"),
    (
        re.compile(r"(?i)\b(token|code|key|secret|password|csrf|mark|cookie|authorization)(['\"]?\s*[=:]\s*)[^\s&,;]+"),
        r"\1\2(removed)",
    ),
    (re.compile(r"(/(?:link|confirm|reset|sign-in|calendar)/)[\w.-]{12,}"), r"\1(removed)"),
    (re.compile(r"(postgres(?:ql)?|smtps?)://[^\s@/]+@"), r"\1://(removed)@"),
)


class OneLine(logging.Formatter):
    """A record as one line of JSON; line ends and control signs are escaped, so that nobody can forge a line (A79)."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": redacted(record.getMessage()),
        }
        if number := request_id.get():
            line["request"] = number
        if record.exc_info:
            line["trace"] = redacted(self.formatException(record.exc_info))
        return json.dumps(line)


def redacted(text: str) -> str:
    """The text without what must not be kept."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def begin(level: int = logging.INFO) -> None:
    """Log to standard error from here on; a lost socket or a request is not worth a line."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for loud in ("uvicorn.access", "uvicorn.error", "websockets", "asyncio", "databases"):
        logging.getLogger(loud).setLevel(logging.WARNING)
