"""The tree that these tests stand on."""

from dataclasses import dataclass

import pytest_asyncio

from community.affiliates import actions
from community.affiliates.queries import Affiliate
from tests.people.conftest import postman as postman


@dataclass(frozen=True)
class Tree:
    """One national affiliate, two states, and locals under each."""

    nation: Affiliate
    oak: Affiliate
    elm: Affiliate
    harbor: Affiliate
    valley: Affiliate
    prairie: Affiliate


@pytest_asyncio.fixture(scope="module")
async def tree(database):
    return await a_tree()


async def a_tree() -> Tree:
    nation = await actions.make_affiliate("national", "Educators Together", "educators-together")
    oak = await actions.make_affiliate("state", "Oak Educators", "oak-educators", nation, state_code="OK")
    elm = await actions.make_affiliate("state", "Elm Educators", "elm-educators", nation, state_code="EL")
    return Tree(
        nation,
        oak,
        elm,
        harbor=await actions.make_affiliate("local", "Harbor Educators", "oak-harbor", oak, town="Harbor"),
        valley=await actions.make_affiliate("local", "Valley Educators", "oak-valley", oak),
        prairie=await actions.make_affiliate("local", "Prairie Educators", "elm-prairie", elm),
    )
