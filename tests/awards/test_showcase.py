"""A showcase: what its earner chose, for whom they chose, gone at once when they say so (R60)."""

import json
import re
from dataclasses import replace

import pytest_asyncio

from community import clock, db
from community.awards import actions as awards
from community.awards import queries, standing
from community.awards.rules import Reason
from community.awards.showcase import actions
from community.awards.showcase import queries as showcases
from community.awards.showcase.actions import Composed
from community.awards.showcase.rules import Audience
from tests.support.attempts import CODE, makes_all, number_in, opens_a_window, submits
from tests.support.awards import a_result, earns, signed_award
from tests.support.catalogue import a_definition
from tests.support.people import make_person, signed_in_client
from tests.support.people import submits as fills_in
from tests.support.questions import questions_counted
from tests.support.servers import browser_like

OWN = "/showcase"


@pytest_asyncio.fixture
async def visitor(app):
    async with browser_like(app) as client:
        yield client


async def composes(client, *held, audience: str = "public", **typed) -> None:
    fields = {f"award {award.number}": "yes" for award in held} | {"audience": audience} | typed
    answer = await fills_in(client, OWN, OWN, **fields)
    assert answer.status_code == 303, answer.text


async def address_of(person) -> str:
    return (await showcases.showcase(person)).address


def facts_in(page: str) -> dict:
    """What it tells programs."""
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])


async def test_r60_nothing_is_public_until_its_earner_publishes_it_and_nothing_once_it_is_taken_back(
    visitor, at_home, ana, definition
):
    award = await signed_award(ana, definition)
    assert (await at_home.get(OWN)).status_code == 200
    assert await showcases.showcase(ana) is None, "looking makes nothing"
    await composes(at_home, award, audience="nobody")
    here, credential = await address_of(ana), f"{award.address}/credential"
    doors = (here, f"{here}/card.png", credential)
    assert [(await visitor.get(door)).status_code for door in doors] == [404, 404, 404]
    assert (await visitor.get(award.address)).status_code == 404
    assert (await at_home.get(award.address)).headers["location"] == f"{OWN}/awards/{award.number}"
    await composes(at_home, award, named="yes", sentence="I used to call on the hands.")
    assert (await visitor.get(award.address)).headers["location"] == here, "the address that its credential names"
    page = await visitor.get(here)
    for words in (ana.name, award.title, "In force", "I used to call on the hands.", award.spoken):
        assert words in page.text
    assert f"<dt>Version</dt><dd>{award.version}</dd>" in page.text
    assert [(await visitor.get(door)).status_code for door in doors] == [200, 200, 200]
    await fills_in(at_home, OWN, f"{OWN}/taking-back")
    assert [(await visitor.get(door)).status_code for door in doors] == [404, 404, 404]
    kept = await showcases.public_awards((await showcases.showcase(ana)).id)
    assert kept[0].number == award.number, "kept for its owner"


async def test_r59_publishing_is_the_acceptance(at_home, ana, definition):
    award = await earns(ana, definition)
    await composes(at_home, award, audience="link")
    assert (await queries.award(ana, award.number)).published_at is None, "who has the link is not everybody"
    await composes(at_home, award)
    assert (await queries.award(ana, award.number)).published_at is not None
    await composes(at_home, await earns(ana, await a_definition(CODE)))
    assert (await queries.award(ana, award.number)).published_at is None, "it is not chosen any more"


async def test_the_name_is_shown_only_if_its_owner_says_so(visitor, at_home, ana, definition):
    award = await earns(ana, definition)
    await composes(at_home, award)
    page = (await visitor.get(await address_of(ana))).text
    assert ana.name not in page and ana.called not in page
    facts = facts_in(page)
    assert [one["@type"] for one in facts["@graph"]] == ["EducationalOccupationalCredential"]
    await composes(at_home, award, named="yes")
    page = (await visitor.get(await address_of(ana))).text
    facts = facts_in(page)
    assert (facts["@type"], facts["name"]) == ("Person", ana.name)
    assert facts["hasCredential"][0]["name"] == award.title


async def test_a_secret_link_tells_no_other_site_and_leads_nowhere_once_renewed(visitor, at_home, ana, definition):
    await composes(at_home, await earns(ana, definition), audience="link")
    own = await showcases.showcase(ana)
    page = await visitor.get(own.link)
    assert page.status_code == 200 and (await visitor.get(own.address)).status_code == 404
    assert page.headers["referrer-policy"] == "no-referrer" and page.headers["x-robots-tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.text
    assert "og:image" not in page.text and "ld+json" not in page.text and own.number not in page.text
    await fills_in(at_home, OWN, f"{OWN}/links")
    assert (await visitor.get(own.link)).status_code == 404
    assert (await visitor.get((await showcases.showcase(ana)).link)).status_code == 200


async def test_a_public_page_has_a_card_with_a_whole_address(visitor, at_home, ana, definition):
    award = await earns(ana, definition)
    await composes(at_home, award, named="yes")
    page = (await visitor.get(await address_of(ana))).text
    picture = re.search(r'property="og:image" content="(https://[^"]+)"', page)[1]
    answer = await visitor.get(picture)
    assert answer.headers["content-type"] == "image/png" and answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&amp;name=" in page
    assert f"certId={award.number}" in page and "<script src=\"https" not in page


async def test_r61_what_is_revoked_or_under_review_says_so_at_the_next_look(visitor, at_home, ana, definition):
    award = await earns(ana, definition)
    await composes(at_home, award)
    here = await address_of(ana)
    (told,) = facts_in((await visitor.get(here)).text)["@graph"]
    assert told["identifier"] == award.number and "creativeWorkStatus" not in told, "the premise: it is in force"
    async with db.transaction():
        await standing.hold_for_appeal(award.number, clock.now())
    page = (await visitor.get(here)).text
    assert "Under review since" in page and "In force" not in page and "profile/add" not in page
    assert facts_in(page)["@graph"] == [], "nobody should count on it, and it is not revoked"
    async with db.transaction():
        await standing.revoke(award.number, Reason.IN_ERROR, at := clock.now())
    page = (await visitor.get(here)).text
    assert "Revoked on" in page and Reason.IN_ERROR.words in page and "In force" not in page
    (told,) = facts_in(page)["@graph"]
    assert (told["identifier"], told["creativeWorkStatus"]) == (award.number, "Revoked")
    assert (told["expires"], told["correction"]) == (at.date().isoformat(), f"The reason: {Reason.IN_ERROR.words}.")
    await composes(at_home, award, named="yes")
    of_her = facts_in((await visitor.get(here)).text)
    assert (of_her["name"], of_her["hasCredential"]) == (ana.name, [told])


async def test_the_order_is_its_owners(visitor, at_home, ana, definition):
    first, second = await earns(ana, definition), await earns(ana, await a_definition(CODE))
    for places in ((1, 2), (2, 1)):
        numbers = dict(zip((first.number, second.number), places, strict=True))
        await composes(at_home, first, second, **{f"place {number}": str(at) for number, at in numbers.items()})
        page = (await visitor.get(await address_of(ana))).text
        at = [page.index(f'id="award-{award.number}"') for award in (first, second)]
        assert (at[0] < at[1]) is (places == (1, 2))


async def test_another_persons_award_is_never_shown(visitor, at_home, ana, definition):
    theirs, mine = await earns(await make_person("Ben Ito"), definition), await earns(ana, definition)
    await composes(at_home, mine, theirs)
    page = (await visitor.get(await address_of(ana))).text
    assert mine.number in page and theirs.number not in page


async def test_what_is_typed_wrong_is_kept(at_home, ana, definition):
    award = await earns(ana, definition)
    answer = await fills_in(at_home, OWN, OWN, audience="public", sentence="Kept")
    assert answer.status_code == 422 and "Choose at least one award" in answer.text and "Kept" in answer.text
    chosen = {f"award {award.number}": "yes"}
    answer = await fills_in(at_home, OWN, OWN, audience="nobody", sentence="x" * 601, **chosen)
    assert answer.status_code == 422 and "Shorten this to 600 characters" in answer.text


async def test_questions_do_not_grow_with_awards(visitor, at_home, ana, definition, monkeypatch):
    first, second = await earns(ana, definition), await earns(ana, await a_definition(CODE))
    counts = []
    for shown in ((first,), (first, second)):
        await composes(at_home, *shown)
        here = await address_of(ana)
        with questions_counted(monkeypatch) as asked:
            await visitor.get(here)
        counts.append(asked.total())
    assert counts[0] == counts[1]


class TestEvidence:
    @pytest_asyncio.fixture
    async def earned(self, app, ana, at_home):
        """All that EL-02 asks for, submitted and awarded, and shown to everybody."""
        definition = await a_definition(CODE)
        await makes_all(ana, definition)
        await opens_a_window(ana, definition)
        number = number_in((await submits(at_home)).headers["location"])
        result = replace(a_result(definition), submission_number=number)
        award = await queries.award(ana, await awards.issue(ana.id, result, clock.now()))
        await actions.compose(ana, Composed(Audience.PUBLIC, False, "", (award.number,)))
        return award

    async def test_r60_each_text_and_file_is_chosen_one_by_one_and_with_care(self, visitor, at_home, ana, earned):
        here, choice = await address_of(ana), f"{OWN}/awards/{earned.number}"
        assert "From the evidence" not in (await visitor.get(here)).text, "none by itself"
        page = (await at_home.get(choice)).text
        assert "A release for a review is not yet one for a public page" in page
        (file,) = [one for one in await showcases.evidence(ana, earned) if one.file]
        wanted = {"piece reflection": "yes", f"piece {file.requirement_key} {file.file}": "yes"}
        refused = await fills_in(at_home, choice, f"{choice}/evidence", **wanted)
        assert refused.status_code == 422 and "Say that you have looked" in refused.text
        assert (await fills_in(at_home, choice, f"{choice}/evidence", sure="yes", **wanted)).status_code == 303
        page = (await visitor.get(here)).text
        assert page.count('<div class="voice">') == 1 and "talking talking" in page and file.name in page
        content = f"{here}/files/{file.file}/content"
        sent = await visitor.get(content)
        assert sent.status_code == 200 and sent.headers["content-disposition"].startswith("attachment")
        await actions.take_back(ana)
        assert (await visitor.get(content)).status_code == 404

    async def test_r60_what_was_not_released_is_never_shown_also_when_that_changes_later(
        self, visitor, at_home, ana, earned
    ):
        (file,) = [one for one in await showcases.evidence(ana, earned) if one.file]
        key = (file.requirement_key, file.file)
        await actions.choose_evidence(ana, earned, {key})
        here = await address_of(ana)
        content = f"{here}/files/{file.file}/content"
        assert (await visitor.get(content)).status_code == 200, "the premise"
        of_hers = "where work_id in (select id from work where person_id = :id)"
        await db.run(f"update upload set with_students = true, released = false {of_hers}", id=ana.id)
        assert (await visitor.get(content)).status_code == 404
        assert "is not released" in (await at_home.get(f"{OWN}/awards/{earned.number}")).text
        await actions.choose_evidence(ana, earned, {key})
        await db.run(f"update upload set released = true {of_hers}", id=ana.id)
        assert (await visitor.get(content)).status_code == 404, "it could not be chosen meanwhile"

    async def test_a_file_that_was_not_chosen_is_nobodys(self, app, visitor, ana, earned):
        (file,) = [one for one in await showcases.evidence(ana, earned) if one.file]
        content = f"{await address_of(ana)}/files/{file.file}/content"
        assert (await visitor.get(content)).status_code == 404
        async with signed_in_client(app, await make_person("Ben Ito")) as other:
            assert (await other.get(f"{OWN}/awards/{earned.number}")).status_code == 404
