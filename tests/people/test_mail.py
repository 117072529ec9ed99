"""Mail: as it is written, by real SMTP, and kept in the folder."""

import asyncio
import socket
from email import policy
from email.parser import BytesParser

import pytest
import pytest_asyncio
from aiosmtpd.controller import Controller

from community import db, mail
from community.config import settings
from community.mail import Mail
from community.people import letters
from tests.support.people import digits_in, link_in, mail_to, make_person, submits

LETTER = Mail(to="ana@example.org", subject="Hello", text="Hello Ana\n", html="<p>Hello Ana</p>", key="one key")


class PostOffice:
    """A mail server of its own that refuses the first so many mails, then takes them."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals, self.taken = refusals, []
        self.loop, self.has_one = asyncio.get_running_loop(), asyncio.Event()

    async def handle_DATA(self, server, session, envelope):
        if self.refusals:
            self.refusals -= 1
            return "451 come back later"
        self.taken.append((envelope.rcpt_tos, BytesParser(policy=policy.default).parsebytes(envelope.content)))
        self.loop.call_soon_threadsafe(self.has_one.set)
        return "250 taken"


@pytest_asyncio.fixture
async def post_office(monkeypatch):
    office = PostOffice()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("ROUNDTABLE_SMTP", f"smtp://127.0.0.1:{port}")
    settings.cache_clear()
    yield office
    controller.stop()
    monkeypatch.undo()
    settings.cache_clear()


async def test_a_mail_goes_out_by_smtp_with_text_and_html(post_office):
    await mail.send(LETTER)
    ((to, taken),) = post_office.taken
    assert to == ["ana@example.org"] and taken["To"] == "ana@example.org"
    assert taken.get_body(("plain",)).get_content().strip() == "Hello Ana"
    assert taken.get_body(("html",)).get_content().strip() == "<p>Hello Ana</p>"
    assert taken["Message-ID"] == mail.written(LETTER)["Message-ID"], "the same key is the same mail (X17)"


async def test_x16_a_server_that_refuses_gets_the_same_mail_again_once(app, client, postman, post_office):
    post_office.refusals = 1
    ana = await make_person("Ana Torres")
    await submits(client, "/sign-in", "/sign-in", "/sign-in/mail", email=ana.email)
    async with asyncio.timeout(60):
        await post_office.has_one.wait()
    ((to, taken),) = post_office.taken
    assert to == [ana.email] and "/sign-in/link/" in taken.get_body(("plain",)).get_content()
    assert await db.value("select count(*) from job where name = 'mail_code' and given_up_at is not null") == 0


async def test_with_a_mail_server_no_page_shows_mails(app, client, post_office):
    assert (await client.get("/mail")).status_code == 404


@pytest.mark.parametrize("address", ["ana@example.org\r\nBcc: all@example.org", "ana@example.org\nX: y"])
async def test_a43_an_address_with_a_line_break_is_refused(address):
    with pytest.raises(ValueError, match=r"linefeed|carriage return|newline"):
        mail.written(Mail(to=address, subject="Hello", text="", html="", key="k"))


async def test_a43_a_line_break_in_a_subject_becomes_a_space():
    written = mail.written(Mail(to="a@b.org", subject="Hello\r\nBcc: all@example.org", text="", html="", key="k"))
    assert written["Bcc"] is None and written["Subject"] == "Hello Bcc: all@example.org"


async def test_the_folder_keeps_one_mail_a_key(app):
    await mail.send(LETTER)
    await mail.send(LETTER)
    kept = [each for each in mail.kept() if each.to == LETTER.to]
    assert len(kept) == 1 and kept[0].text.strip() == "Hello Ana"
    assert mail.kept_one("../../etc/passwd") is None


@pytest.mark.parametrize("letter", ["sign_in", "sign_up", "password", "address", "no_account", "already"])
async def test_each_letter_says_the_same_in_text_and_html(letter):
    to = "o'hara@example.org"
    about = {"link": f"{settings().base_url}/x/link/abc", "digits": "012345", "minutes": 15, "address": to}
    written = letters.compose(f"mail/{letter}.txt", to, "en", "k", **about)
    for paragraph in written.text.strip().split("\n\n"):
        assert paragraph.replace("'", "&#39;") in written.html
    assert written.subject and written.subject not in written.text
    assert mail.written(written)["Feedback-ID"] == f"{letter}:roundtable"
    assert "<p" not in written.text and "&#39;" not in written.text


async def test_a_letter_is_in_its_readers_language(app, client, postman):
    ana = await make_person("Ana Torres", language="en-XA")
    await submits(client, "/sign-in", "/sign-in", "/sign-in/mail", email=ana.email)
    letter = await mail_to(ana.email)
    assert letter.subject.startswith("[") and link_in(letter) and digits_in(letter)
