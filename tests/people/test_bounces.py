"""Mail that came back, or was called unwanted: nothing more goes there, and its owner hears of it in the app."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from uuid import uuid4

import pytest

from community import clock, db, mail
from community.config import settings
from community.mail import Mail
from community.people import letters
from community.people import queries as people
from community.people.addresses import queries as addresses
from community.people.bounces import actions, queries, reading, rules
from community.people.bounces.rules import Why
from tests.notifications.test_notices import everybody_is_told, heard, sentences
from tests.support.people import make_person, signed_in_client
from tests.support.servers import browser_like

SECRET = "a secret of forty characters for reports"


def sent(address: str) -> str:
    """The head of a mail of ours to this address, as it went over the wire."""
    written = mail.written(Mail(address, "A thing", "Text", "<p>Text</p>", "key"))
    return written.as_bytes(policy=mail.WIRE).decode().partition("\r\n\r\n")[0]


def report_of_delivery(original: str, action: str = "failed", recipient: str = "x@y.example") -> bytes:
    """As Postfix writes it."""
    status = "5.1.1" if action == "failed" else "4.4.1"
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: roundtable@roundtable.example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="F1B2C3.1700000000/mx.example.org"

This is a MIME-encapsulated message.

--F1B2C3.1700000000/mx.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--F1B2C3.1700000000/mx.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
X-Postfix-Queue-ID: F1B2C3
Arrival-Date: Fri, 27 Nov 2026 17:00:00 +0000 (UTC)

Final-Recipient: rfc822; {recipient}
Original-Recipient: rfc822;{recipient}
Action: {action}
Status: {status}
Remote-MTA: dns; inner.example.org
Diagnostic-Code: smtp; 550 5.1.1 <{recipient}>: Recipient address rejected

--F1B2C3.1700000000/mx.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

{original}

--F1B2C3.1700000000/mx.example.org--
""".replace("\r\n", "\n").encode()


def complaint(original: str, kind: str = "abuse") -> bytes:
    """As RFC 5965 has it: the whole mail comes along, with its recipient struck out."""
    return f"""From: <abusedesk@example.com>
To: <roundtable@roundtable.example.org>
Subject: FW: A thing
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report;
     boundary="part1_13d.2e68ed54_boundary"

--part1_13d.2e68ed54_boundary
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is an email abuse report.

--part1_13d.2e68ed54_boundary
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1

--part1_13d.2e68ed54_boundary
Content-Type: message/rfc822
Content-Disposition: inline

{original.replace("x@y.example", "redacted")}

Spam Spam Spam

--part1_13d.2e68ed54_boundary--
""".replace("\r\n", "\n").encode()


class TestReading:
    @pytest.mark.parametrize(
        ("status", "why"),
        [
            ("5.1.1", Why.UNKNOWN), ("5.1.10", Why.UNKNOWN), ("4.2.2", Why.FULL), ("5.2.2", Why.FULL),
            ("5.7.1", Why.BLOCKED), ("5.0.0", Why.REFUSED), ("", Why.REFUSED), ("5.1", Why.REFUSED),
            ("5.1.1; drop table", Why.REFUSED), ("9.1.1", Why.REFUSED),
        ],
    )  # fmt: skip
    def test_a_code_says_why(self, status, why):
        assert rules.why(status) is why
        assert rules.said(why)

    def test_a_report_of_a_mail_of_ours_names_whom_we_sent_it_to_wherever_it_was_forwarded(self):
        raw = report_of_delivery(sent("ana@example.org"), recipient="elsewhere@inner.example.org")
        assert reading.read(raw) == reading.Bounce("ana@example.org", Why.UNKNOWN)
        assert reading.read(complaint(sent("ana@example.org"))) == reading.Bounce("ana@example.org", Why.COMPLAINT)

    def test_it_is_the_same_to_a_parser_that_folds(self):
        """A server on the way may have folded our long header."""
        head = sent("ana@example.org")
        at = head.index(mail.PROOF) + len(mail.PROOF) + 20
        assert reading.read(report_of_delivery(head[:at] + "\r\n " + head[at:])).address == "ana@example.org"

    @pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
    def test_what_may_still_arrive_is_no_bounce(self, action):
        assert reading.read(report_of_delivery(sent("ana@example.org"), action)) is None

    def test_who_called_it_no_spam_did_not_complain(self):
        assert reading.read(complaint(sent("ana@example.org"), "not-spam")) is None

    def test_a_forged_report_stops_nobodys_mail(self):
        forged = sent("eve@example.org").replace("eve@example.org", "ana@example.org")
        assert reading.read(report_of_delivery(forged, recipient="ana@example.org")).address == "eve@example.org"
        without = "\r\n".join(line for line in sent("ana@example.org").split("\r\n") if mail.PROOF not in line)
        made_up = f"{without}\r\n{mail.PROOF}: ImFuYUBleGFtcGxlLm9yZyI.x"
        for original in (without, made_up, ""):
            assert reading.read(report_of_delivery(original, recipient="ana@example.org")) is None

    @pytest.mark.parametrize(
        "raw",
        [
            b"", b"\x00\xff" * 1000, b"Subject: Out of office\n\nI am away.",
            b"Content-Type: multipart/report; boundary=x\n\n--x\n--x--",
            b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n",
            b"Content-Type: multipart/report\n" * 50,
            b"Content-Type: message/rfc822\n\n" * 5000,
            b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n" + b"a" * 2_000_000,
        ],
    )  # fmt: skip
    def test_nonsense_is_nothing(self, raw):
        assert reading.read(raw) is None


async def test_our_mail_carries_the_proof_whole_and_it_names_its_reader():
    written = BytesParser(policy=policy.default).parsebytes((sent("zoë@exämple.org") + "\r\n\r\n").encode())
    assert mail.sent_to(written[mail.PROOF]) == "zoë@exämple.org"
    assert mail.sent_to("") == mail.sent_to("x.y") == ""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A Maildir into which mail that comes back is delivered."""
    (tmp_path / "new").mkdir()
    monkeypatch.setenv("ROUNDTABLE_BOUNCES", str(tmp_path))
    monkeypatch.setenv("ROUNDTABLE_BOUNCES_SECRET", SECRET)
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


def comes_back(folder, raw: bytes) -> None:
    (folder / "new" / f"1700000000.{uuid4().hex}.mx").write_bytes(raw)


async def the_letter(person, letter: str = "result_opened", of_account: bool = False, **more) -> bool:
    """Whether a mail goes to this person now."""
    written = Mail(person.email, "A thing", "Text", "<p>Text</p>", f"key {uuid4()}")
    return await letters.send(written, person, of_account=of_account, **more)


class TestTheFolder:
    async def test_what_came_back_is_taken_in_once_and_its_owner_is_told_how_to_mend_it(self, app, folder):
        ana = await make_person("Ana Torres")
        comes_back(folder, report_of_delivery(sent(ana.email)))
        comes_back(folder, b"Subject: Buy this\n\nNow.")
        for _ in range(2):
            await actions.look({})
        assert list((folder / "new").iterdir()) == []
        assert all(one.name.endswith(":2,S") for one in (folder / "cur").iterdir())
        await everybody_is_told()
        assert await heard(ana) == ["mail.refused"]
        assert not await the_letter(ana) and not await the_letter(ana, of_account=True)
        assert await the_letter(ana, asked_for=True), "what she asks for this minute is tried"
        async with signed_in_client(app, ana) as client:
            page = (await client.get("/profile/address")).text
            assert f"Mail to {ana.email} comes back." in page and "There is no such mailbox any more." in page
            assert "None is sent there any more." in page and "Since <time" in page
            for path in ("/", "/inbox", "/inbox/settings"):
                page = (await client.get(path)).text
                assert "Mail does not reach you." in page and 'href="/profile/address"' in page

    async def test_who_tries_again_has_mail_again(self, app, folder):
        ana = await make_person("Ana Torres")
        comes_back(folder, report_of_delivery(sent(ana.email)))
        await actions.look({})
        (address,) = await addresses.addresses(ana)
        assert (address.refused_at is not None, address.refused_why) == (True, "unknown")
        assert await addresses.try_again(ana, address.id)
        assert await the_letter(ana)
        async with signed_in_client(app, ana) as client:
            assert "Mail does not reach you." not in (await client.get("/inbox")).text

    async def test_who_complained_gets_only_what_concerns_the_account(self, app, folder):
        ana = await make_person("Ana Torres")
        comes_back(folder, complaint(sent(ana.email)))
        await actions.look({})
        await everybody_is_told()
        assert await heard(ana) == ["mail.complained"]
        assert not await the_letter(ana) and await the_letter(ana, of_account=True)
        await addresses.public_reads(ana.email)
        assert not await the_letter(ana), "reading a code is no wish for the rest"
        async with signed_in_client(app, ana) as client:
            said = sentences((await client.get("/inbox")).text)
            assert said[0].startswith(f"A mail to {ana.email} was called unwanted")
            assert "Send me mail again" in (await client.get("/profile/address")).text
        comes_back(folder, report_of_delivery(sent(ana.email)))
        await actions.look({})
        assert await queries.public_why(ana.email) is Why.UNKNOWN, "a mailbox that is gone takes nothing at all"

    async def test_the_letters_of_an_account_are_those_and_there_are_such(self, app):
        for letter in letters.OF_ACCOUNT:
            assert (letters.rendering.TEMPLATES / "mail" / f"{letter}.txt").exists(), letter
        assert not {"notice", "result", "invitation", "expiry"} & letters.OF_ACCOUNT

    async def test_anothers_address_and_nobodys_change_nothing(self, app, folder):
        ana = await make_person("Ana Torres")
        comes_back(folder, report_of_delivery(sent("nobody@example.org")))
        await actions.look({})
        assert await the_letter(ana) and await queries.public_why("nobody@example.org") is None

    async def test_without_a_folder_there_is_nothing_to_do(self, app):
        await actions.look({})


class TestTheDoor:
    def report(self, *addresses: str, kind: str = "bounce", status: str = "5.1.1") -> bytes:
        returned = [{"address": one, "kind": kind, "status": status} for one in addresses]
        return json.dumps({"returned": returned}).encode()

    def headers(self, body: bytes, id: str = "", at=None, secret: str = SECRET) -> dict[str, str]:
        """As Standard Webhooks sign."""
        id, stamp = id or f"msg_{uuid4().hex}", str(int((at or clock.now()).timestamp()))
        digest = hmac.digest(secret.encode(), f"{id}.{stamp}.".encode() + body, hashlib.sha256)
        signature = f"v1,{base64.b64encode(digest).decode()}"
        return {"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": f"v1,AAAA {signature}"}

    async def posts(self, app, body: bytes, headers: dict[str, str]) -> int:
        async with browser_like(app) as service:
            del service.headers["sec-fetch-site"]
            return (await service.post("/mail/returned", content=body, headers=headers)).status_code

    async def test_a_signed_report_is_taken_in_and_once(self, app, folder):
        ana, ben = await make_person("Ana Torres"), await make_person("Ben Okoro")
        body = self.report(ana.email, ben.email)
        headers = self.headers(body)
        assert await self.posts(app, body, headers) == 204
        assert [await queries.public_why(one.email) for one in (ana, ben)] == [Why.UNKNOWN] * 2
        (address,) = await addresses.addresses(ana)
        await addresses.try_again(ana, address.id)
        assert await self.posts(app, body, headers) == 204, "the sender is told that it is done"
        assert await queries.public_why(ana.email) is None, "and it is not done again"

    async def test_what_is_not_signed_so_is_nowhere(self, app, folder):
        ana = await make_person("Ana Torres")
        body = self.report(ana.email)
        good = self.headers(body)
        late = self.headers(body, at=clock.now() - timedelta(minutes=6))
        early = self.headers(body, at=clock.now() + timedelta(minutes=6))
        for headers in (
            {}, late, early, self.headers(body, secret="x" * 40), self.headers(body + b" "),
            good | {"webhook-id": "msg_other"}, good | {"webhook-timestamp": "soon"}, good | {"webhook-signature": ""},
            good | {"webhook-id": ""}, self.headers(body, id="x" * 101),
        ):  # fmt: skip
            assert await self.posts(app, body, headers) == 404, headers
        assert await queries.public_why(ana.email) is None

    async def test_where_no_secret_is_set_there_is_no_door(self, app):
        assert not settings().bounces_secret
        body = self.report("ana@example.org")
        assert await self.posts(app, body, self.headers(body, secret="")) == 404

    @pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"returned": []}', b'{"returned": [{"kind": 1}]}'])
    async def test_a_signed_nonsense_is_refused(self, app, folder, body):
        assert await self.posts(app, body, self.headers(body)) == 422

    async def test_a_complaint_at_the_door(self, app, folder):
        ana = await make_person("Ana Torres")
        body = self.report(ana.email.upper(), kind="complaint")
        assert await self.posts(app, body, self.headers(body)) == 204
        assert await queries.public_why(ana.email) is Why.COMPLAINT

    async def test_reports_are_forgotten_once_they_are_too_old_to_come_again(self, app, folder):
        await queries.add_report_by_id("old", clock.now() - timedelta(days=2))
        await queries.add_report_by_id("new", clock.now())
        await actions.look({})
        rows = await db.many(dict, "select id from mail_report where id in ('old', 'new') order by id limit 5")
        assert [row["id"] for row in rows] == ["new"]


async def test_a_mail_server_that_says_550_says_why_too(app):
    ana = await make_person("Ana Torres")
    async with db.transaction():
        await actions.refuse(ana.email, Why.REFUSED, ana.id)
    assert (await addresses.addresses(ana))[0].refused_why == "refused"
    assert (await people.people_by_id([ana.id]))[ana.id].email == ana.email, "it is still hers"
