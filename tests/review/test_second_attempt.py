"""A second attempt: only what is to be read is judged, the rest stays met; what was said before stands there."""

from types import SimpleNamespace

from community import clock, db
from community.catalogue import rules as catalogue
from community.review.approving import actions as approving
from community.review.approving import queries as approvals
from community.submissions import queries as submissions
from community.submissions.expecting.rules import Expected
from community.submissions.queries import FrozenWork
from community.submissions.rules import Promise
from tests.support.people import signed_in_client
from tests.support.reviewing import a_reviewer
from tests.support.reviews import all_at, an_attempt, claims_it, recommends, state_of

NOTE = "I named each support, and when it goes."
NEW = "What was made anew for it"


async def a_second_attempt(definition, first, short: str):
    """The requirement of this criterion is written anew, with a note; the other criteria stay met."""
    criteria = catalogue.criteria(definition.content)
    (changed,) = [one.requirement_key for one in criteria if one.key == short]
    await db.run("update application set state = 'submitted' where id = :id", id=first.application_id)
    author, application, at = SimpleNamespace(id=first.person_id), SimpleNamespace(id=first.application_id), clock.now()
    id = await submissions.add(author, application, sorted(Promise), at, Expected(at.date(), at.date()), note=NOTE)
    keys = [asked["key"] for _part, _kind, asked in catalogue.requirements(definition.content)]
    texts = {key: NEW if key == changed else f"What was made for {key}" for key in keys}
    works = [FrozenWork(key, place, texts[key], 5, "0" * 64, key == changed) for place, key in enumerate(keys, 1)]
    await submissions.add_works(author, id, works)
    for one in criteria:
        if one.key != short:
            await db.run(
                "insert into submitted_stay (submission_id, requirement_key, criterion_key) values (:id, :key, :one)",
                id=id, key=one.requirement_key, one=one.key,
            )  # fmt: skip
    return (await submissions.submissions_by_id([id]))[id]


async def test_r38_only_what_is_to_be_read_is_judged_and_the_rest_stays_met(app, vera, definition):
    readers = [await a_reviewer(vera.desk, definition, name) for name in ("Rita First", "Otto Second")]
    short = all_at(definition)[0].criterion_key
    first = await an_attempt(definition)
    for person in readers:
        await recommends(person, first, all_at(definition, **{short: "not_yet"}))
    office = await approvals.office(vera.person)
    await approving.follow(office, await approvals.attempt(office, first.number), {short: "Both name the same thing."})
    assert await state_of(first) == "not_yet", "the premise"
    second = await a_second_attempt(definition, first, short)
    assert second.attempt == 2
    await claims_it(readers[0], second)
    async with signed_in_client(app, readers[0]) as client:
        page = (await client.get(f"/reviews/{second.number}")).text
    assert page.count("data-criterion") == 1 and f'name="level-{short}"' in page
    assert NOTE in page and "Both name the same thing." in page and f"Of {short} I saw little." in page
    assert "Unchanged, stays met" in page and "What changed since the attempt before" in page and NEW in page
    for person in readers:
        await recommends(person, second, [one for one in all_at(definition) if one.criterion_key == short])
    assert await state_of(second) == "earned"
    stays = "select count(*) from submission_verdict where submission_id = :id and stays and met"
    assert await db.value(stays, id=second.id) == len(all_at(definition)) - 1
