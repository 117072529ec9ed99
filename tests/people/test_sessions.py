"""Sign-ins: begun, listed, ended."""

from community.people import queries as people
from community.people.sessions import actions as sessions
from tests.support.people import PASSWORD, make_person


async def test_a_session_opens_with_its_token_only_until_it_is_ended(database):
    ana = await make_person("Ana Torres")
    token, _ = await sessions.begin(ana, "password")
    session, found = await people.public_session(token)
    assert found == ana, "the token must open before it can be shut"
    await sessions.sign_out(ana, session.id)
    assert await people.public_session(token) is None


async def test_only_the_right_password_tells_who_one_is(database):
    ana = await make_person("Ana Torres")
    assert await sessions.by_password(ana.email, PASSWORD) == ana
    assert await sessions.by_password(ana.email, PASSWORD + " ") is None
    assert await sessions.by_password("nobody@example.org", PASSWORD) is None
