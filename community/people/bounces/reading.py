"""What mail servers write of a mail of ours: a report of its delivery (RFC 3464), or of a complaint (RFC 5965)."""

from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser, HeaderParser
from email.utils import getaddresses

from community import mail
from community.people.bounces import rules
from community.people.bounces.rules import Why

LARGEST = 1_000_000  # bytes of a report that is looked at
CAME_TO = ("To", "Delivered-To", "X-Original-To")
FAILED = "failed"
UNWANTED = {"abuse", "fraud", "virus", "other"}  # and not "not-spam"


@dataclass(frozen=True)
class Bounce:
    """The address that we had sent to, and why no mail is sent there any more."""

    address: str
    why: Why


def read(raw: bytes) -> Bounce | None:
    """None for whatever is no such report, for a delay, and for one of a mail that we did not send.

    Anybody can write such a report: what counts is the proof that each mail of ours carries of whom it went to, and
    that is who is meant, wherever it was forwarded.
    """
    if len(raw) > LARGEST:
        return None
    try:
        report = BytesParser(policy=policy.compat32).parsebytes(raw)
        why = _why(report)
        address = mail.sent_to(_original(report).get(mail.PROOF, "")) if why else ""
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError):  # a text that only looks like a mail
        return None
    return Bounce(address, why) if why and address else None


def behind_plus(raw: bytes) -> list[str]:
    """Of the addresses that a mail came to, what stands behind the plus (RFC 5233), in small letters; at most 10."""
    try:
        head = BytesHeaderParser(policy=policy.compat32).parsebytes(raw[:LARGEST])
        addresses = getaddresses([str(value) for name in CAME_TO for value in head.get_all(name, [])[:10]])
    except (LookupError, ValueError, TypeError, AttributeError):
        return []
    parts = [address.rpartition("@")[0].lower().rpartition("+") for _name, address in addresses[:10]]
    return [detail for _mailbox, plus, detail in parts if plus]


def _why(report: Message) -> Why | None:
    if report.get_content_type() != "multipart/report":
        return None
    for part in _parts(report):
        if part.get_content_type() == "message/delivery-status":
            failed = [one for one in _inside(part) if one.get("Action", "").strip().lower() == FAILED]
            return rules.why(failed[0].get("Status", "").strip().split(" ")[0]) if failed else None
        if part.get_content_type() == "message/feedback-report":
            kinds = {one.get("Feedback-Type", "").strip().lower() for one in _inside(part)}
            return Why.COMPLAINT if kinds & UNWANTED else None
    return None


def _original(report: Message) -> Message:
    """The head of the mail that it is about; an empty one where it does not come along."""
    for part in _parts(report):
        if part.get_content_type() == "message/rfc822":
            return _inside(part)[0]
        if part.get_content_type() == "text/rfc822-headers":
            return HeaderParser(policy=policy.compat32).parsestr(_text(part))
    return Message()


def _text(part: Message) -> str:
    decoded = part.get_payload(decode=True)
    return decoded.decode("ascii", "replace") if isinstance(decoded, bytes) else ""


def _parts(message: Message) -> list[Message]:
    return _inside(message)[:10]


def _inside(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
