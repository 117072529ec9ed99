"""Would this meet it: offered where the author asks for it, in words, between her and its giver alone (R41)."""

import pytest

from community.feedback.outlooks import rules
from community.feedback.readings import queries as readings
from tests.support.cohorts import a_cohort, csrf_of
from tests.support.feedback import asks, gives, pins, sends, takes, words_of

SECRET = "a frame for revision"


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        yield made


def says(request, view="nearly", missing=SECRET) -> dict[str, str]:
    first = request.criteria[0]
    return {f"view-{first}": view, f"missing-{first}": missing}


async def ready_to_send(member, request):
    await takes(member, request)
    for kind in ("warm", "question", "cool"):
        await pins(member, request, kind)


async def test_r41_it_is_offered_only_where_the_author_asks_for_it_and_is_optional(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    plain = await asks(cohort, ana)
    await ready_to_send(ben, plain)
    assert "Would this meet it?" not in (await ben.opens(plain.address)).text
    assert (await ben.posts(f"{plain.address}/outlooks", **says(plain))).status_code == 404
    await ben.posts(f"{plain.address}/sending", **says(plain))
    assert SECRET not in (await ana.opens(plain.ledger)).text, "what was not asked for is not kept"
    await ana.posts(f"{plain.address}/ending")
    asked = await asks(cohort, ana, outlook="yes")
    await ready_to_send(cy, asked)
    assert "Would this meet it?" in (await cy.opens(asked.address)).text
    assert (await sends(cy, asked)).status_code == 303, "nothing of it need be said"
    assert "Would this meet it?" not in (await ana.opens(asked.ledger)).text


async def test_r41_would_this_meet_it_is_words_between_author_and_giver_no_level_and_nobody_elses(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request = await asks(cohort, ana, outlook="yes")
    await ready_to_send(ben, request)
    await ben.posts(f"{request.address}/outlooks", **says(request))
    assert SECRET in (await ben.opens(request.address)).text, "kept while he writes"
    assert SECRET not in (await ana.opens(request.ledger)).text, "and nothing goes out before he sends"
    assert (await ben.posts(f"{request.address}/sending", **says(request))).status_code == 303
    assert f"Nearly: {SECRET}" in words_of(await ana.opens(request.ledger)).replace(" :", ":")
    for page in (request.address, f"{request.address}/given"):
        assert SECRET in (await ben.opens(page)).text, page
    here = f"/cohorts/{cohort.id}"
    for other in (cy, cohort.facilitator):
        await takes(other, request)
        for path in (request.address, f"{here}/feedback", f"{here}/board", here, f"{here}/members", request.ledger):
            assert SECRET not in (await other.opens(path)).text, path


async def test_r41_what_is_half_said_is_said_so_and_nothing_typed_is_lost(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana, outlook="yes")
    await ready_to_send(ben, request)
    first = request.criteria[0]
    for half, wrong in ((says(request, missing=""), f"missing-{first}"), (says(request, view=""), f"view-{first}")):
        answer = await ben.posts(f"{request.address}/sending", **half)
        assert answer.status_code == 422 and f'id="{wrong}-error"' in answer.text
    assert f"\n{SECRET}</textarea>" in answer.text
    assert (await ben.posts(f"{request.address}/outlooks", **says(request, missing="x" * 1001))).status_code == 422
    by_itself = await ben.client.post(
        f"{request.address}/outlooks",
        data={"csrf": await csrf_of(ben.client)} | says(request, view=""),
        headers={"hx-request": "true"},
    )
    assert 'id="outlooks-kept"' in by_itself.text and "<h1" not in by_itself.text
    assert (await readings.given(ben.person, request)).outlooks == {first: {"view": "", "missing": SECRET}}
    await gives(ben, request)
    answer = await ben.posts(f"{request.address}/outlooks", **says(request))
    assert answer.status_code == 409 and "have sent your notes" in answer.text and SECRET in answer.text
    late = await ben.posts_by_itself(f"{request.address}/outlooks", **says(request))
    assert late.status_code == 409 and SECRET in late.text and 'id="outlooks-kept"' in late.text
    nothing = await ben.posts_by_itself(f"{request.address}/outlooks")
    assert nothing.status_code == 204, "as it was sent"


def test_r41_a_view_is_one_of_three_sentences_and_nothing_that_could_be_added_up():
    form = {"view-a": "nearly", "missing-a": " two \r\nlines ", "view-b": "4", "view-c": "not_yet", "view-x": "nearly"}
    assert rules.typed(form, ["a", "b", "c"]) == {
        "a": {"view": "nearly", "missing": "two \nlines"}, "c": {"view": "not_yet", "missing": ""},
    }
