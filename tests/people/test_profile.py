"""One's own profile, over HTTP."""

from community.people import queries as people
from tests.support.people import make_person, signed_in_client, submits

SAID = {
    "name": "Ana María Torres", "called": "Ana", "pronouns": "she/her", "role": "librarian",
    "about": "Grade 4, Harbor View", "time_zone": "America/Phoenix", "language": "en", "theme": "dark",
}


async def test_ana_says_how_she_is_called_and_where_she_lives(app):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as client:
        saved = await submits(client, "/profile", "/profile", **SAID)
        assert saved.headers["location"] == "/profile?done=saved"
        page = (await client.get("/profile?done=saved")).text
    now = (await people.people_by_id([ana.id]))[ana.id]
    assert {name: getattr(now, name) for name in SAID} == SAID
    assert now.initials == "AT" and 'data-theme="dark"' in page and 'value="America/Phoenix" selected' in page


async def test_left_empty_she_is_called_by_her_first_name(app):
    ana = await make_person("Ana Torres", pronouns="she/her")
    async with signed_in_client(app, ana) as client:
        await submits(client, "/profile", "/profile", **SAID | {"called": "", "pronouns": ""})
    now = (await people.people_by_id([ana.id]))[ana.id]
    assert (now.called, now.pronouns) == ("Ana", ""), "pronouns are optional, and can be taken back"


async def test_a_wrong_answer_is_told_at_its_field_and_the_rest_is_kept(app):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as client:
        wrong = SAID | {"time_zone": "Mars/Olympus", "role": "emperor", "about": "A" * 121}
        answer = await submits(client, "/profile", "/profile", **wrong)
    assert answer.status_code == 422
    for field in ("time_zone", "role", "about"):
        assert f'id="{field}-error"' in answer.text
    assert "Ana María Torres" in answer.text
    assert (await people.people_by_id([ana.id]))[ana.id] == ana


async def test_a46_only_what_the_form_offers_can_be_set(app):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as client:
        await submits(client, "/profile", "/profile", **SAID | {"id": "1", "holds_office": "true", "email": "x@y.org"})
    now = (await people.people_by_id([ana.id]))[ana.id]
    assert (now.id, now.email) == (ana.id, ana.email)


async def test_a23_a_name_is_shown_as_typed(app):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as client:
        await submits(client, "/profile", "/profile", **SAID | {"name": "<b>Ana</b> {{7*7}}", "called": "<i>A</i>"})
        page = (await client.get("/profile?done=welcome")).text
    assert "&lt;b&gt;Ana&lt;/b&gt; {{7*7}}" in page and "<b>Ana" not in page and "<i>A" not in page
