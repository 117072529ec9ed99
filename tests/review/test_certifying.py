"""The register of reviewers: an approver asks, who is asked says yes, calibration makes it count, it ends (R51)."""

import re
from datetime import timedelta
from html import unescape

import pytest

from community import clock, db
from community.affiliates import actions as affiliates
from community.affiliates import queries as offices
from community.errors import Conflict
from community.people.queries import people_by_id
from community.review.certifying import actions, queries
from tests.support.awards import earns
from tests.support.people import form_in, mail_to, make_person, nobody_sleeps, signed_in_client, submits
from tests.support.questions import questions_counted
from tests.support.reviewing import ISSUER, a_reviewer, an_approver, asks_to_review, names_a_reviewer

REGISTER = f"/issuers/{ISSUER}/reviewers"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html)))


async def asks(vera, email: str, **typed: str):
    fields = {"email": email, "code": "EL-02", "ground": "expert", "why": "Wrote the rubric"} | typed
    return await submits(vera, REGISTER, REGISTER, **fields)


async def log_of(kind: str, about: int) -> list[int]:
    rows = await db.many(
        dict, "select person_id from event where kind = :kind and subject_id = :about order by id limit 10",
        kind=kind, about=about,
    )
    return [row["person_id"] for row in rows]


async def test_r51_named_and_calibrated_one_may_review_and_not_before(app, vera, definition):
    rita = await make_person("Rita Vogt")
    assert (await asks(vera, rita.email)).status_code == 303
    assert await queries.certified_for(rita) == frozenset(), "she was asked only"
    async with signed_in_client(app, rita) as client:
        (offer,) = await queries.offers(rita)
        answer = await submits(client, "/reviewing", f"/reviewing/{offer.id}/acceptance")
        assert answer.headers["location"] == "/reviewing?done=taken"
        assert await queries.certified_for(rita) == frozenset(), "she has not calibrated"
        assert "To calibrate" in (await client.get("/reviewing")).text
        assert await actions.calibrated(rita, definition.micro_credential_id)
        assert await queries.certified_for(rita) == {definition.micro_credential_id}
        assert "May review" in (await client.get("/reviewing")).text
    assert not await actions.calibrated(rita, definition.micro_credential_id), "it has begun already"
    assert await log_of("certification.asked", offer.id) == [vera.person.id]
    assert await log_of("certification.taken", offer.id) == [rita.id]


async def test_an_approver_who_reads_nothing_is_led_to_approvals_and_not_to_a_queue(vera):
    for page in ("/approvals", REGISTER, f"/issuers/{ISSUER}/calibration"):
        answer = await vera.get(page)
        assert answer.status_code == 200 and 'href="/approvals"' in answer.text and 'href="/reviews"' not in answer.text


async def test_r56_who_approves_for_an_issuer_reviews_nothing_of_it(vera, definition):
    asked = await asks_to_review(vera.desk, vera.person, definition)
    with pytest.raises(Conflict, match="You approve for this issuer"):
        await actions.take(vera.person, asked.id)


async def test_who_says_yes_has_a_reviewers_desk_and_short_sign_ins_until_the_last_one_ends(vera, definition):
    rita = await names_a_reviewer(vera.desk, definition)
    assert [desk.kind for desk in await offices.desks(rita)] == ["reviewer"]
    assert await db.value("select holds_office from person where id = :id", id=rita.id)
    (one,) = await queries.mine(rita)
    await actions.end(vera.desk, one.id, "Moved on")
    assert await offices.desks(rita) == []
    assert not await db.value("select holds_office from person where id = :id", id=rita.id)


async def test_r51_what_has_ended_or_run_out_opens_nothing(vera, definition):
    today = clock.now().date()
    rita = await a_reviewer(vera.desk, definition)
    last_day = await a_reviewer(vera.desk, definition, "Lars Last", ends_on=today)
    assert await queries.certified_for(last_day) == {definition.micro_credential_id}, "its last day counts"
    over = await a_reviewer(vera.desk, definition, "Otto Over", ends_on=today)
    yesterday = today - timedelta(days=1)
    await db.run("update certification set ends_on = :day where person_id = :id", day=yesterday, id=over.id)
    assert await queries.certified_for(over) == frozenset()
    (one,) = await queries.mine(rita)
    answer = await submits(vera, REGISTER, f"{REGISTER}/{one.id}/ending", reason="Moved on to other work")
    assert answer.headers["location"].endswith("done=ended")
    assert await queries.certified_for(rita) == frozenset()
    page = words((await vera.get(f"{REGISTER}?ended=yes")).text)
    assert "by Vera Holm: Moved on to other work" in page and "Otto Over" in page and "Lars Last" not in page
    assert await log_of("certification.ended", one.id) == [vera.person.id] * 2, "at the issuer and to its person"
    again = await vera.post(f"{REGISTER}/{one.id}/ending", data={"reason": "Once more"} | await tokens(vera))
    assert again.status_code == 409


async def asks_many(vera, count: int):
    one = (await queries.offered(vera.desk))[0]
    for number in range(count):
        await actions.ask(vera.desk, one, f"page{number}@{count}.example.org", "expert", "Why", None, "en")


async def tokens(client) -> dict[str, str]:
    return form_in((await client.get(REGISTER)).text, REGISTER)


async def test_what_ran_out_can_be_asked_for_anew(vera, definition):
    rita = await a_reviewer(vera.desk, definition, ends_on=clock.now().date())
    await db.run(
        "update certification set ends_on = :day where person_id = :id",
        day=clock.now().date() - timedelta(days=1), id=rita.id,
    )
    await actions.take(rita, (await asks_to_review(vera.desk, rita, definition)).id)
    assert sorted(one.standing for one in await queries.mine(rita)) == ["calibrating", "ended"]


async def test_an_address_stands_once_and_what_was_typed_stays(vera, definition):
    rita = await names_a_reviewer(vera.desk, definition)
    answer = await asks(vera, rita.email, why="A second time")
    assert answer.status_code == 409 and "A second time" in answer.text and "in the register" in answer.text
    wrong = await asks(vera, "no address", code="XX-99", why="", ends_on="2020-01-01")
    assert wrong.status_code == 422 and "no address" in wrong.text
    late = await asks(vera, "new@example.org", code="XX-99", ends_on="2020-01-01")
    assert late.status_code == 422 and "still to come" in late.text and "Choose one of the answers" in late.text
    assert await db.value("select count(*) from certification where address = 'new@example.org'") == 0


async def test_a_second_address_of_hers_is_no_second_certification(app, vera, definition):
    rita = await names_a_reviewer(vera.desk, definition)
    await db.run(
        "insert into email (person_id, address, confirmed_at, is_main) values (:id, :address, :at, false)",
        id=rita.id, address=f"second.{rita.email}", at=clock.now(),
    )
    assert (await asks(vera, f"second.{rita.email}")).status_code == 303, "nobody is told whose address it is (A54)"
    async with signed_in_client(app, rita) as client:
        (offer,) = await queries.offers(rita)
        assert (await submits(client, "/reviewing", f"/reviewing/{offer.id}/acceptance")).status_code == 409


async def test_who_was_asked_has_a_letter_and_may_say_no(app, vera, definition, postman):
    rita = await make_person("Rita Vogt")
    await nobody_sleeps()
    await asks(vera, rita.email)
    letter = await mail_to(rita.email, "asks you to review")
    assert "/reviewing" in letter.text and definition.title in letter.text
    async with signed_in_client(app, rita) as client:
        (offer,) = await queries.offers(rita)
        await submits(client, "/reviewing", f"/reviewing/{offer.id}/refusal")
        assert await queries.offers(rita) == [] and await offices.desks(rita) == []
        csrf = form_in((await client.get("/profile")).text, "/profile")
        assert (await client.post(f"/reviewing/{offer.id}/acceptance", data=csrf)).status_code == 404
    assert "Said no." in words((await vera.get(f"{REGISTER}?ended=yes")).text)


async def test_an_offer_is_nobody_elses(app, vera, definition):
    rita, other = await make_person("Rita Vogt"), await make_person("Otto Other")
    offer = await asks_to_review(vera.desk, rita, definition)
    async with signed_in_client(app, other) as client:
        csrf = form_in((await client.get("/profile")).text, "/profile")
        for answer in ("acceptance", "refusal"):
            assert (await client.post(f"/reviewing/{offer.id}/{answer}", data=csrf)).status_code == 404
    assert [one.id for one in await queries.offers(rita)] == [offer.id]


async def test_the_register_is_its_approvers_alone(app, vera, definition):
    rita = await names_a_reviewer(vera.desk, definition)
    (one,) = await queries.mine(rita)
    elsewhere = await an_approver("commonwealth-educators", "Abel Elsewhere")
    editor = await make_person("Edda Lind")
    await affiliates.give_desk(editor, "catalogue_editor", await offices.public_issuer(ISSUER))
    abel = (await people_by_id([elsewhere.person_id]))[elsewhere.person_id]
    for stranger in (rita, editor, abel):
        async with signed_in_client(app, stranger) as client:
            csrf = form_in((await client.get("/profile")).text, "/profile")
            assert (await client.get(REGISTER)).status_code == 404
            assert (await client.post(REGISTER, data=csrf)).status_code == 404
            assert (await client.post(f"{REGISTER}/{one.id}/ending", data=csrf | {"reason": "Mine"})).status_code == 404
    async with signed_in_client(app, abel) as client:
        theirs = "/issuers/commonwealth-educators/reviewers"
        assert "Rita Vogt" not in (await client.get(theirs)).text
        csrf = form_in((await client.get(theirs)).text, theirs)
        answer = await client.post(f"{theirs}/{one.id}/ending", data=csrf | {"reason": "Mine"})
        assert answer.status_code == 404, "another issuer's"


async def test_the_register_asks_the_database_the_same_for_one_and_for_thirty(vera, definition, monkeypatch):
    await names_a_reviewer(vera.desk, definition)
    with questions_counted(monkeypatch) as few:
        await vera.get(REGISTER)
    await asks_many(vera, 30)
    with questions_counted(monkeypatch) as many:
        await vera.get(REGISTER)
    asked = [sum(times for sql, times in one.items() if "certification" in sql) for one in (few, many)]
    assert asked == [2, 2], "the register and its drift, beside the postman, who asks for jobs"


async def test_the_register_goes_on_behind_fifty(vera, definition):
    await asks_many(vera, 52)
    first = (await vera.get(REGISTER)).text
    named, last = [one.replace("<wbr>", "") for one in re.findall(r"<strong>(page[^/]*?)</strong>", first)], "page9@52"
    assert named == sorted(named) and last not in first.replace("<wbr>", ""), "by name (R65)"
    on = re.search(r'href="(/issuers/[^"]*after=\d+)"', first).group(1)
    assert last in (await vera.get(unescape(on))).text.replace("<wbr>", "")


async def test_r51_an_earner_is_one_who_holds_the_award_and_as_long_as_they_do(vera, definition):
    rita = await make_person("Rita Vogt")
    for address in ("new@example.org", rita.email):
        answer = await asks(vera, address, ground="earner")
        assert answer.status_code == 422 and "with this address holds it" in answer.text
    award = await earns(rita, definition)
    assert (await asks(vera, rita.email, ground="earner")).status_code == 303
    await actions.take(rita, (await queries.offers(rita))[0].id)
    await actions.calibrated(rita, definition.micro_credential_id)
    assert await queries.certified_for(rita) == {definition.micro_credential_id}
    await db.run(
        "update award set state = 'revoked', revoked_at = :at, reason = 'in_error' where number = :number",
        at=clock.now(), number=award.number,
    )
    assert await queries.certified_for(rita) == frozenset()

