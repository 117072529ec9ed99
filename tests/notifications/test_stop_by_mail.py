"""A mail to the address that a mail of ours names stops its kind, as its link does (RFC 2369); no other mail does."""

import re
from urllib.parse import unquote

import pytest

from community import mail
from community.config import settings
from community.mail import Mail
from community.notifications import telling
from community.notifications.choosing import actions, queries
from community.notifications.choosing.rules import Choice, Rhythm, Way
from community.people.bounces import actions as returned
from tests.people.test_bounces import comes_back
from tests.people.test_bounces import folder as folder
from tests.support.people import make_person

MENTION = "message.posted"


def address_in(person, kind: str = MENTION) -> str:
    """As it stands in the head of a mail of this kind to them; "" where the link stands alone."""
    stop = {"stop": actions.stop_link(person.id, kind), "stop_to": actions.stop_address(person.id, kind)}
    head = mail.written(Mail(person.email, "A thing", "Text", "<p>Text</p>", "key", **stop)).as_bytes(policy=mail.WIRE)
    (line,) = re.findall(r"^List-Unsubscribe: (.*)\r$", head.decode(), re.M)
    found = re.fullmatch(r"<https://[^<>\s]+>(?:, <mailto:([^<>\s]+)>)?", line)
    return unquote(found[1] or "")


async def writes_to(folder, address: str, header: str = "To") -> None:
    """As a mail program does on a press of its own button, from whatever address; delivered, and the worker looks."""
    head = f"From: Somebody <somebody@elsewhere.example>\n{header}: <{address}>\nSubject: unsubscribe\n\n"
    comes_back(folder, head.encode())
    await returned.look({})
    assert list((folder / "new").iterdir()) == [], "looked at, whatever it is"


@pytest.mark.parametrize("header", ["To", "Delivered-To"])
async def test_a_mail_to_the_address_stops_the_mails_of_this_kind_and_no_other(app, folder, header):
    ana = await make_person("Ana Torres")
    address = address_in(ana)
    assert address.endswith("@localhost") and len(address.partition("@")[0]) <= 64, "RFC 5321"
    for written in (address, address.upper()):  # twice is once, and a server on the way may change its case
        await writes_to(folder, written, header)
        assert (await queries.choice(ana)).ways == {MENTION: Way.INBOX}


async def test_who_wants_nothing_of_it_does_not_get_it_into_the_inbox_again(app, folder):
    ana = await make_person("Ana Torres")
    await actions.stop(ana, MENTION)
    await writes_to(folder, address_in(ana))
    assert (await queries.choice(ana)).ways == {MENTION: Way.NOTHING}


async def test_the_address_of_a_digest_stops_digests(app, folder):
    ana = await make_person("Ana Torres")
    await writes_to(folder, address_in(ana, actions.DIGEST))
    chosen = await queries.choice(ana)
    assert (chosen.rhythm, chosen.ways) == (Rhythm.NEVER, {})


async def test_a_forged_address_does_nothing(app, folder):
    ana, eve = await make_person("Ana Torres"), await make_person("Eve Stone")
    own, host = address_in(eve).split("@")
    seal = own.rpartition("-")[2]
    assert not telling.NOTICES["seat.removed"].can_switch_off
    for local in (
        own.replace(f"stop-{eve.id}-", f"stop-{ana.id}-"), f"roundtable+stop-{ana.id}-{'a' * 24}",
        f"roundtable+stop-{ana.id}-", "roundtable+", f"roundtable+stop-{'9' * 30}-{seal}", f"roundtable+{seal}",
        actions.stop_address(ana.id, "seat.removed").partition("@")[0],
        actions.stop_address(2_000_000_000, MENTION).partition("@")[0],
    ):  # fmt: skip
        await writes_to(folder, f"{local}@{host}")
    await writes_to(folder, "\x00\xff>, <\udcff".encode("utf-8", "surrogatepass").decode("latin-1"))
    assert await queries.choice(ana) == Choice() == await queries.choice(eve)
    await writes_to(folder, address_in(ana))
    assert (await queries.choice(ana)).ways, "the premise: her own does"


async def test_no_address_is_named_where_no_mail_comes_in_or_none_is_as_long(app, folder, monkeypatch):
    ana = await make_person("Ana Torres")
    assert address_in(ana)
    monkeypatch.setenv("ROUNDTABLE_MAIL_FROM", f"Roundtable <{'r' * 40}@localhost>")
    settings.cache_clear()
    assert address_in(ana) == ""
    monkeypatch.undo()  # the folder goes too
    settings.cache_clear()
    assert not settings().bounces and address_in(ana) == ""
