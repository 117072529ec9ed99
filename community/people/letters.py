"""Letters: a text in the reader's language, as a mail of text and HTML, sent through the queue."""

import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from community import clock, db, events, jobs, mail, rendering
from community.config import settings
from community.errors import AddressRefused, Refused
from community.mail import Mail
from community.people import queries as people
from community.people.bounces import actions as refusing
from community.people.bounces import queries as bounces
from community.people.bounces.rules import Why
from community.people.queries import Person

# Also to who called a mail of ours unwanted.
OF_ACCOUNT = {
    *("address_back", "address_gone", "already", "closed", "closing", "factor_off", "factor_on", "factor_reset"),
    *("mail_again", "no_account", "password", "password_changed", "recovery_used", "sign_in", "sign_up", "signed_out"),
}
CODE = re.compile(r"\d{6}")
FOOT = "-- "  # what mail readers take for the end of what was written
QUIET: dict[str, Callable[[Person, datetime], Awaitable[datetime | None]]] = {}  # until when to wait; the roof fills it


class Part(NamedTuple):
    """A paragraph: a text, a link (perhaps with the words of its button) or a code; in the foot of the mail or not."""

    kind: str
    text: str
    words: str = ""
    in_foot: bool = False

    @property
    def said(self) -> str:
        return f"{self.words}:\n{self.text}" if self.words else self.text


async def write(
    letter: str, to: str, language: str, key: str, at_once: bool = False, **about: Any
) -> None:
    """Queue `templates/mail/LETTER.txt` to an address, in the transaction at hand. One `key` is one mail, ever.

    It waits until it is not quiet where its reader is, unless it goes `at_once`: asked for this minute, or an alarm.
    """
    payload = {"letter": letter, "to": to, "language": language, "key": key, "about": about, "waits": not at_once}
    await jobs.later("mail", payload, key=f"mail {key}")


async def write_to_person(
    letter: str, person_id: int, key: str, at_once: bool = False, answer_by: datetime | None = None, **about: Any
) -> None:
    """The same, to whatever address and in whatever language that person has when it is sent.

    What is to be answered by an instant does not wait where more than half of the time left would be gone by then.
    """
    payload = {"letter": letter, "person_id": person_id, "key": key, "about": about, "waits": not at_once}
    if answer_by:
        payload["answer_by"] = answer_by.isoformat()
    await jobs.later("mail", payload, key=f"mail {key}")


async def deliver(payload: dict) -> None:
    """The job `mail`."""
    to, language, about = payload.get("to", ""), payload.get("language", ""), payload["about"]
    person: Person | None
    if "person_id" in payload:
        person = (await people.people_by_id([payload["person_id"]])).get(payload["person_id"])
        if person is None or not person.email:
            return
        to, language, about = person.email, person.language, about | {"called": person.called}
    else:
        person = await people.public_person(to)
    if payload.get("waits"):
        await wait(person, datetime.fromisoformat(payload["answer_by"]) if "answer_by" in payload else None)
    written = compose(f"mail/{payload['letter']}.txt", to, language, payload["key"], **about)
    await send(written, person, of_account=payload["letter"] in OF_ACCOUNT)


async def wait(person: Person | None, answer_by: datetime | None = None) -> None:
    """Raises NotYet while it is quiet where this person is; who has no account chose no quiet hours."""
    at = clock.now()
    ends = [await quiet(person, at) for quiet in QUIET.values()] if person else []
    until = max((end for end in ends if end), default=None)
    if until and (answer_by is None or until - at <= answer_by - until):
        raise jobs.NotYet(until)


async def send(letter: Mail, owner: Person | None, asked_for: bool = False, of_account: bool = False) -> bool:
    """Hand it over. If the mail server will never take it, whose address that is hears of it in the app (X16).

    An address that refused mail is left in peace until its owner confirms it again or says so: then it did not go, and
    the answer is False. Only what somebody `asked_for` just now is tried all the same, since by it they confirm.
    Whoever called a mail unwanted still gets what is `of_account`.
    """
    why = None if asked_for else await bounces.public_why(letter.to)
    if why and not (of_account and why is Why.COMPLAINT):
        return False
    try:
        await mail.send(letter)
    except Refused as refusal:
        await _tell(letter.to, owner.id if owner else None, refusal)
        raise
    return True


async def _tell(address: str, owner_id: int | None, refusal: Refused) -> None:
    async with db.transaction():
        if isinstance(refusal, AddressRefused):
            await refusing.refuse(address, Why.REFUSED, owner_id)
        elif owner_id:
            events.record("mail.refused", f"person:{owner_id}", about=owner_id)


def compose(template: str, to: str, language: str, key: str, **about: Any) -> Mail:
    """The letter as a mail. Its first line is the subject; each of its paragraphs is a text, a link or a code.

    "Words:" above a link are those of its button. Behind a line of two dashes stands the foot.
    """
    told = rendering.render(template, language, base=settings().base_url, **about).strip()
    subject, _, rest = told.partition("\n")
    parts = list(_parts(rest))
    html = rendering.render("mail/letter.html", language, subject=subject, base=settings().base_url, parts=parts)
    body = "\n\n".join(part.said for part in parts if not part.in_foot) + "\n"
    foot = "\n\n".join(part.said for part in parts if part.in_foot)
    text = f"{body}\n{FOOT}\n{foot}\n" if foot else body
    return Mail(to=to, subject=subject, text=text, html=html, key=key, kind=Path(template).stem)


def _parts(text: str) -> Iterator[Part]:
    in_foot = False
    for paragraph in filter(None, map(str.strip, re.split(r"\n\s*\n", text))):
        words, _, last = paragraph.rpartition("\n")
        if paragraph == FOOT.strip():
            in_foot = True
        elif CODE.fullmatch(paragraph):
            yield Part("code", paragraph)
        elif _is_ours(last) and "\n" not in words:
            yield Part("link", last, words.strip().removesuffix(":"), in_foot)
        else:
            yield Part("text", paragraph, in_foot=in_foot)


def _is_ours(line: str) -> bool:
    return line.startswith(settings().base_url + "/") and not re.search(r"\s", line)
