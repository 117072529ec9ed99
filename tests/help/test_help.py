"""The help pages, as somebody reads them without an account."""

from community.help.content import help_pages


async def test_all_questions_stand_by_topic_and_lead_to_their_answers(client):
    answer = await client.get("/help")
    assert answer.status_code == 200
    for one in help_pages().values():
        assert f'href="{one.address}"' in answer.text
    page = await client.get("/help/take_back")
    assert help_pages()["take_back"].question in page.text
    assert 'href="/help/how_long"' in page.text or "See also" in page.text


async def test_a_search_is_a_page_and_a_part_with_the_same_answers(client):
    whole = await client.get("/help", params={"q": "take back"})
    part = await client.get("/help", params={"q": "take back"}, headers={"hx-request": "true"})
    assert "<html" in whole.text and "<html" not in part.text
    assert part.text.strip() in whole.text
    assert 'value="take back"' in whole.text, "what was typed stays"


async def test_what_no_page_knows_is_said(client):
    page = await client.get("/help", params={"q": "xqzvw"})
    assert page.status_code == 200 and "No page has these words" in page.text


async def test_too_long_a_search_is_cut_and_what_is_no_page_is_not_there(client):
    assert (await client.get("/help", params={"q": "names " * 500})).status_code == 200
    assert (await client.get("/help/nothing_of_ours")).status_code == 404


async def test_the_foot_of_every_page_leads_here(client):
    assert 'href="/help"' in (await client.get("/")).text
