"""What the check hints at below what has to be there (F83), and the receipt that follows it (R58)."""

from datetime import timedelta

from community import db, words
from community.evidence import queries as evidence
from community.submissions import queries
from community.submissions.readiness import readiness
from community.submissions.rules import Hint
from tests.support.attempts import CHECK, CODE, WORD, number_in, submits
from tests.support.cohorts import a_cohort
from tests.support.evidence import writes
from tests.support.feedback import asks
from tests.support.people import signed_in_client

LINKS = {"plan": "asks_to_sign_in", "frames": "not_found", "open": "opens", "fresh": "waiting"}


async def test_links_that_did_not_open_are_a_hint_and_stand_in_nobodys_way(app, ana, definition):
    text = WORD * 200 + " ".join(f"https://example.org/{path}" for path in LINKS)
    await writes(ana, definition, "demand", text)
    work = await evidence.work(ana, CODE, "demand")
    for path, result in LINKS.items():
        await db.run(
            """
            insert into link (work_id, address, in_text, result, checked_at, added_at)
            values (:work_id, :address, true, :result, case when :result <> 'waiting' then now() end, now())
            on conflict (work_id, address) do update set result = excluded.result, checked_at = excluded.checked_at
            """,
            work_id=work.id,
            address=f"https://example.org/{path}",
            result=result,
        )
    found = await readiness(ana, await evidence.standing(ana, CODE))
    assert [(one.key, one.count) for one in found.hints if one.what is Hint.LINKS] == [("demand", 2)]
    async with signed_in_client(app, ana) as client:
        page = (await client.get(CHECK)).text
        assert page.index('id="musts-h"') < page.index("2 links did not open without signing in")
        assert (await submits(client)).status_code == 303


async def test_what_is_with_colleagues_is_a_hint_until_the_request_ends(app):
    async with a_cohort(app, "Ana") as cohort:
        ana = await cohort.seats("Ana")
        request = await asks(cohort, ana)
        check, words_of_it = f"/work/{cohort.cohort.code}/submissions/new", "is with your colleagues. Submitting ends"
        page = (await ana.opens(check)).text
        assert page.index('id="musts-h"') < page.index(words_of_it)
        await ana.posts(f"/feedback/{request.id}/ending")
        assert words_of_it not in (await ana.opens(check)).text


async def test_r58_the_receipt_has_number_hashes_day_and_until_when_together(app, ana, definition):
    async with signed_in_client(app, ana) as client:
        number = number_in((await submits(client)).headers["location"])
        page = (await client.get(f"/submissions/{number}")).text
    submission = await queries.submission(ana, number)
    receipt = page[page.index('id="receipt-h"') : page.index('id="frozen-h"')]
    assert submission.spoken in page[: page.index('id="receipt-h"')]
    assert submission.definition_sha256 in receipt
    assert words.day(submission.expected_on, "en") in receipt
    assert submission.take_back_until - submission.submitted_at == timedelta(minutes=60)
    assert f'datetime="{submission.take_back_until:%Y-%m-%dT%H:%M}' in receipt
    frozen = page[page.index('id="frozen-h"') :]
    pieces = await queries.frozen_works(ana, submission)
    files = await queries.frozen_files(ana, submission)
    assert pieces and files
    hashes = [one.sha256 for one in (*pieces, *files) if getattr(one, "text", "a file").strip()]
    assert all(f"SHA-256: {hash}" in frozen for hash in hashes)
