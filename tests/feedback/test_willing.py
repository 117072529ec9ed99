"""Who says "not now" is offered nothing; two who are kept apart never meet in a draft (R42)."""

from datetime import timedelta

import pytest

from community import clock
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.support.cohorts import a_cohort
from tests.support.feedback import KEY, asking, asks, drafts, gives, takes, words_of


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        yield made


def home(cohort):
    return f"/cohorts/{cohort.id}/feedback"


async def says(member, cohort, state):
    return await member.posts(home(cohort) + "/willingness", state=state)


async def keeps_apart(member, cohort, other, one=""):
    return await member.posts(home(cohort) + "/pairs", one=str(one), other=str(other.seat.id))


async def test_r42_who_says_not_now_is_offered_nothing_may_choose_by_hand_and_be_asked_by_name(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    first, second = await asks(cohort, ana), await asks(cohort, cy)
    assert "Take the next one" in (await ben.opens(home(cohort))).text
    assert [(await says(ben, cohort, "not_now")).status_code for _ in range(2)] == [303, 303]
    page = await ben.opens(home(cohort))
    assert "Take the next one" not in page.text and "you are offered nothing" in page.text
    answer = await ben.posts(home(cohort) + "/next")
    assert answer.status_code == 409 and "said not now" in answer.text
    assert (await takes(ben, first)).status_code == 303, "by hand"
    await ana.posts(f"/feedback/{first.id}/ending")
    named = await asks(cohort, ana, asks="named", **{f"reader_{ben.seat.id}": "yes"})
    assert (await takes(ben, named)).status_code == 303, "asked by name"
    await says(ben, cohort, "willing")
    assert (await takes(ben, second)).status_code == 303
    assert (await says(cohort.facilitator, cohort, "not_now")).status_code == 403


async def test_r42_who_says_not_now_is_not_told_when_a_colleague_asks_everybody_and_finds_it_on_the_list(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    await says(ben, cohort, "not_now")
    request = await asks(cohort, ana)
    await everybody_is_told()
    said = f"{ana.person.name} asks for feedback on Artifact 1."
    assert said in sentences((await cy.opens("/inbox")).text), "the premise: the others are told"
    assert said not in sentences((await ben.opens("/inbox")).text)
    assert request.focus in (await ben.opens(home(cohort))).text
    await says(ben, cohort, "willing")
    await asks(cohort, cy)
    await everybody_is_told()
    assert f"{cy.person.name} asks for feedback on Artifact 1." in sentences((await ben.opens("/inbox")).text)


async def test_r42_who_says_not_now_is_not_waited_for(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    await gives(cy, await asks(cohort, ana))
    second = await asks(cohort, ben)
    assert (await cy.posts(home(cohort) + "/next")).status_code == 409, "the premise: Ana and Ben have read less"
    await says(ana, cohort, "not_now")
    await says(ben, cohort, "not_now")
    answer = await cy.posts(home(cohort) + "/next")
    assert answer.status_code == 303 and answer.headers["location"] == second.address


@pytest.mark.parametrize("who", ["Ana", "Ben", "Gloria"])
async def test_r42_a_pair_is_kept_apart_whoever_of_the_two_or_of_the_facilitators_sets_it(cohort, who):
    ana, ben, setter = await cohort.seats("Ana", "Ben", who)
    other = ana if who == "Ben" else ben
    assert (await keeps_apart(setter, cohort, other, ana.seat.id)).status_code == 303
    request = await asks(cohort, ana)
    assert request.focus not in (await ben.opens(home(cohort))).text
    assert (await ben.posts(home(cohort) + "/next")).status_code == 409
    assert (await ben.opens(request.address)).status_code == 404
    assert (await takes(ben, request)).status_code == 404
    await everybody_is_told()
    assert not any("Artifact 1" in one for one in sentences((await ben.opens("/inbox")).text))
    await drafts(cohort, ben)
    where = f"/work/{cohort.cohort.code}/{KEY}/requests"
    assert f"reader_{ana.seat.id}" not in (await ben.opens(where + "/new")).text
    answer = await ben.posts(where, **asking(asks="named", **{f"reader_{ana.seat.id}": "yes"}))
    assert answer.status_code == 422, "nor asked by name"
    cy = await cohort.seats("Cy")
    assert (await takes(cy, request)).status_code == 303, "for others nothing is changed"


async def test_r42_a_pair_that_is_set_later_closes_the_draft_to_who_reads_it(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await takes(ben, request)
    assert (await ben.opens(request.address)).status_code == 200
    await keeps_apart(ana, cohort, ben)
    assert (await ben.opens(request.address)).status_code == 404


async def test_r42_who_set_a_pair_is_shown_to_nobody_else_and_only_they_end_it(cohort):
    ana, ben, guide = *await cohort.seats("Ana", "Ben"), cohort.facilitator
    await keeps_apart(ana, cohort, ben)
    both = f"{ana.person.name} and {ben.person.name}"
    mine = words_of(await ana.opens(home(cohort)))
    assert both in mine or f"{ben.person.name} and {ana.person.name}" in mine
    removal = (await ana.opens(home(cohort))).text.split("/pairs/", 1)[1].split("/", 1)[0]
    for one in (ben, guide):
        assert "/removal" not in (await one.opens(home(cohort))).text
        assert (await one.posts(f"{home(cohort)}/pairs/{removal}/removal")).status_code == 404
    await keeps_apart(guide, cohort, ben, ana.seat.id)
    assert (await ana.posts(f"{home(cohort)}/pairs/{removal}/removal")).status_code == 303
    request = await asks(cohort, ana)
    assert (await takes(ben, request)).status_code == 404, "a facilitator wishes it too"
    number = (await guide.opens(home(cohort))).text.split("/pairs/", 1)[1].split("/", 1)[0]
    await guide.posts(f"{home(cohort)}/pairs/{number}/removal")
    assert (await takes(ben, request)).status_code == 303


async def test_r42_nor_does_a_facilitator_find_one_for_the_other(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request = await asks(cohort, ana)
    await keeps_apart(ana, cohort, ben)
    clock.move(timedelta(hours=49))
    try:
        answers = [await cohort.facilitator.posts(f"{request.address}/readers", reader=str(one.seat.id))
                   for one in (ben, cy)]
    finally:
        clock.move(-timedelta(hours=49))
    assert [one.status_code for one in answers] == [422, 303]


async def test_a_pair_is_two_people_who_sit_here(cohort):
    ana, guide = await cohort.seats("Ana"), cohort.facilitator
    for member in (ana, guide):
        answer = await keeps_apart(member, cohort, ana, ana.seat.id)
        assert answer.status_code == 422 and 'href="#other"' in answer.text
    answer = await ana.posts(home(cohort) + "/pairs", other="999999")
    assert answer.status_code == 422
