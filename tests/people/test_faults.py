"""A mail server that puts off, refuses or hangs up, on purpose: what is tried again, and what comes twice."""

import pytest

from community import errors, mail
from community.config import settings
from community.mail import Mail
from tests.support.post_offices import post_office as post_office

LETTER = Mail("ana@example.org", "A thing", "Text\n", "<p>Text</p>", "one key", thread="a thread")


@pytest.fixture
def office(post_office, monkeypatch):
    """A mail server that is open, and ours."""
    monkeypatch.setenv("ROUNDTABLE_SMTP", post_office.url)
    settings.cache_clear()
    post_office.open()
    yield post_office
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize("answer", ["421 shutting down", "450 greylisted", "451 come back later", "452 no space"])
@pytest.mark.parametrize("at_data", [False, True])
async def test_x16_what_is_put_off_is_tried_again_and_goes_once(office, answer, at_data):
    if at_data:
        office.answers_data.append(answer)
    else:
        office.refuses["ana@example.org"] = answer
    with pytest.raises(Exception) as put_off:
        await mail.send(LETTER)
    assert not isinstance(put_off.value, errors.Refused), "only what is refused for good is given up"
    office.refuses.clear()
    await mail.send(LETTER)
    assert list(office.taken.values()) == [1]


@pytest.mark.parametrize("answer", ["550 no such mailbox", "552 too large", "554 no"])
@pytest.mark.parametrize("at_data", [False, True])
async def test_x16_what_is_refused_for_good_is_given_up_and_only_the_address_is_blamed_for_itself(
    office, answer, at_data
):
    if at_data:
        office.answers_data.append(answer)
    else:
        office.refuses["ana@example.org"] = answer
    with pytest.raises(errors.Refused) as refused:
        await mail.send(LETTER)
    assert isinstance(refused.value, errors.AddressRefused) is not at_data
    assert not office.taken


@pytest.mark.parametrize("was_taken", [False, True])
async def test_x17_a_server_that_hangs_up_instead_of_its_answer_gets_it_again_under_the_same_number(office, was_taken):
    """Nobody can know what became of it: it goes again, and where it was taken a mail reader folds the two."""
    office.hangs_up.append(was_taken)
    with pytest.raises(Exception) as lost:
        await mail.send(LETTER)
    assert not isinstance(lost.value, errors.Refused)
    assert office.taken.total() == (1 if was_taken else 0)
    await mail.send(LETTER)
    assert list(office.taken.values()) == [2 if was_taken else 1], "one Message-ID"


async def test_x17_a_server_that_hangs_up_after_its_answer_gets_it_once(office):
    office.hangs_up_after.append(True)
    await mail.send(LETTER)
    assert list(office.taken.values()) == [1]
