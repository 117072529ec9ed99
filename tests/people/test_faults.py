"""A mail server that puts off, refuses or hangs up, on purpose: what is tried again, and what comes twice."""

import pytest

from community import errors, mail
from community.mail import Mail

LETTER = Mail("ana@example.org", "A thing", "Text\n", "<p>Text</p>", "one key", thread="a thread")


@pytest.mark.parametrize("answer", ["421 shutting down", "450 greylisted", "451 come back later", "452 no space"])
@pytest.mark.parametrize("at_data", [False, True])
async def test_x16_what_is_put_off_is_tried_again_and_goes_once(by_smtp, answer, at_data):
    if at_data:
        by_smtp.answers_data.append(answer)
    else:
        by_smtp.refuses["ana@example.org"] = answer
    with pytest.raises(Exception) as put_off:
        await mail.send(LETTER)
    assert not isinstance(put_off.value, errors.Refused), "only what is refused for good is given up"
    by_smtp.refuses.clear()
    await mail.send(LETTER)
    assert list(by_smtp.taken.values()) == [1]


@pytest.mark.parametrize("answer", ["550 no such mailbox", "552 too large", "554 no"])
@pytest.mark.parametrize("at_data", [False, True])
async def test_x16_what_is_refused_for_good_is_given_up_and_only_the_address_is_blamed_for_itself(
    by_smtp, answer, at_data
):
    if at_data:
        by_smtp.answers_data.append(answer)
    else:
        by_smtp.refuses["ana@example.org"] = answer
    with pytest.raises(errors.Refused) as refused:
        await mail.send(LETTER)
    assert isinstance(refused.value, errors.AddressRefused) is not at_data
    assert not by_smtp.taken


@pytest.mark.parametrize("was_taken", [False, True])
async def test_x17_a_server_that_hangs_up_instead_of_its_answer_gets_it_again_under_the_same_number(by_smtp, was_taken):
    """Nobody can know what became of it: it goes again, and where it was taken a mail reader folds the two."""
    by_smtp.hangs_up.append(was_taken)
    with pytest.raises(Exception) as lost:
        await mail.send(LETTER)
    assert not isinstance(lost.value, errors.Refused)
    assert by_smtp.taken.total() == (1 if was_taken else 0)
    await mail.send(LETTER)
    assert list(by_smtp.taken.values()) == [2 if was_taken else 1], "one Message-ID"


async def test_x17_a_server_that_hangs_up_after_its_answer_gets_it_once(by_smtp):
    by_smtp.hangs_up_after.append(True)
    await mail.send(LETTER)
    assert list(by_smtp.taken.values()) == [1]
