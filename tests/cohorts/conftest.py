"""Who opens cohorts in these tests."""

import pytest

from community.affiliates import actions as affiliates
from tests.people.conftest import postman as postman
from tests.support.cohorts import Member, a_local
from tests.support.people import make_person, signed_in_client


@pytest.fixture
async def olga(app):
    """An organizer with a local of her own, and her browser."""
    local, person = await a_local(), await make_person("Olga Ruiz")
    await affiliates.give_desk(person, "organizer", local)
    async with signed_in_client(app, person) as client:
        member = Member(person, None, client)
        member.local = local
        yield member
